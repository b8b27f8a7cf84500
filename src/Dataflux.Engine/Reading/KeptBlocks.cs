using System.Runtime.CompilerServices;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Engine.Reading;

/// <summary>
/// The blocks of a stretch of a part that cannot be read again, until what became of them is saved: the original lines of its rejects.
/// </summary>
internal sealed class KeptBlocks(ISource source) : ISource
{
    private readonly List<ItemBlock> _blocks = [];

    internal void Add(ItemBlock block) => _blocks.Add(block);

    public Task<Export> OpenAsync(CancellationToken cancellation) => source.OpenAsync(cancellation);

    public async IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var block in _blocks)
            yield return block;
    }

    public Failure Classify(Exception exception) => source.Classify(exception);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

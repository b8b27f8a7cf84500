using System.Runtime.CompilerServices;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>A sample as an export that can be migrated.</summary>
/// <param name="sample">The sample.</param>
internal sealed class ProofSource(ProofExport sample) : ISource
{
    private readonly Dictionary<string, ProofPart> _parts = sample.Parts.ToDictionary(part => part.Part.Name, StringComparer.Ordinal);

    /// <summary>The sample as an export.</summary>
    internal Export Export { get; } = sample.Export with
    {
        Parts = [.. sample.Parts.Select(part => part.Part)],
        ItemCount = sample.Count,
        Notices = [],
    };

    public Task<Export> OpenAsync(CancellationToken cancellation) => Task.FromResult(Export);

    public async IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var lines = new MemoryStream();
        foreach (var line in _parts[part.Name].Lines)
        {
            lines.Write(line.Span);
            lines.WriteByte((byte)'\n');
        }

        await Task.CompletedTask;
        yield return ItemBlock.Parse(lines.ToArray(), firstLineNumber: 1);
    }

    public Failure Classify(Exception exception) => Failure.Systemic(exception.Message);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

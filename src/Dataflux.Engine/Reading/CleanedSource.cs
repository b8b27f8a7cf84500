using System.Runtime.CompilerServices;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Engine.Reading;

/// <summary>
/// A source whose items have no character that databases cannot hold. Owned, like the source behind it, by the plan's owner.
/// </summary>
internal sealed class CleanedSource(ISource source, NulPolicy policy) : ISource
{
    /// <summary>The source under a policy; the source itself when items stay as they are.</summary>
    internal static ISource Of(ISource source, NulPolicy policy) => policy == NulPolicy.Reject ? source : new CleanedSource(source, policy);

    public SourceCapabilities Capabilities => source.Capabilities;

    public IReadOnlyList<string> Snapshots => source.Snapshots;

    public Task<Export> OpenAsync(CancellationToken cancellation) => source.OpenAsync(cancellation);

    public async IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var replacement = policy == NulPolicy.Replace ? "\\ufffd"u8.ToArray() : [];
        await foreach (var block in source.ReadAsync(part, cancellation))
            yield return block.Cleaned(replacement);
    }

    public void Saved(string part, string position) => source.Saved(part, position);

    public Failure Classify(Exception exception) => source.Classify(exception);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}

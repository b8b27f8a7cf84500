using System.Runtime.CompilerServices;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Engine.Reading;

/// <summary>
/// Reads a part with patience: after a transient failure it is opened again, at the last position where it has any, and what was
/// handed out before is skipped, so that the stages behind never notice.
/// </summary>
internal sealed class PartReader(ISource source, Patience patience)
{
    /// <summary>A reader with the patience of any reading.</summary>
    internal static PartReader Of(ISource source, SourcePart part, MigrationPlan plan, Action retried) => new(
        source,
        new Patience($"reading {part.ShortName}", source.Classify, plan.Options, plan.Observer, plan.Time, retried));

    internal async IAsyncEnumerable<BlockSlice> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IAsyncEnumerator<ItemBlock>? blocks = null;
        long lastLine = 0;
        var rest = part;
        try
        {
            while (await CallAsync(cancellation) is { } block)
            {
                if (block.Position is { } position)
                    rest = part with { Position = position };

                var first = 0;
                while (first < block.Count && block.LineNumber(first) <= lastLine)
                    first++;

                if (first < block.Count)
                {
                    lastLine = block.LineNumber(block.Count - 1);
                    yield return new BlockSlice(block, first);
                }
                else if (block is { Count: 0, Position: not null })
                {
                    yield return new BlockSlice(block, first);
                }
            }
        }
        finally
        {
            if (blocks is not null)
                await blocks.DisposeAsync();
        }

        Task<ItemBlock?> CallAsync(CancellationToken token) => Calls.RunAsync(
            () => patience.RunAsync(NextAsync, token), e => new SourceException($"{part.Name}: {source.Classify(e).Message}", e), token);

        async Task<ItemBlock?> NextAsync(CancellationToken token)
        {
            blocks ??= source.ReadAsync(rest, cancellation).GetAsyncEnumerator(cancellation);
            try
            {
                return await blocks.MoveNextAsync() ? blocks.Current : null;
            }
            catch
            {
                var broken = blocks;
                blocks = null;
                await broken.DisposeAsync();
                throw;
            }
        }
    }
}

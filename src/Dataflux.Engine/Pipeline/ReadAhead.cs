using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// Reads a part in a task of its own: while a block becomes rows, the next ones are fetched, unzipped and split into items.
/// </summary>
internal sealed class ReadAhead(PartReader reader, IMigrationObserver observer, TimeProvider time)
{
    // Of some 80 KB of lines each: enough for both sides to go on evenly, too little to be noticed in memory.
    private const int Blocks = 8;

    /// <summary>The blocks in their order. Whoever stops listening early, or fails, waits for the task to end.</summary>
    internal async IAsyncEnumerable<BlockSlice> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var blocks = Channel.CreateBounded<BlockSlice>(new BoundedChannelOptions(Blocks) { SingleReader = true, SingleWriter = true });
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Run(() => FillAsync(blocks.Writer, part, left.Token), CancellationToken.None);
        try
        {
            await foreach (var block in blocks.Reader.ReadAllAsync(cancellation))
                yield return block;
        }
        finally
        {
            await left.CancelAsync();
            await reading;
        }
    }

    // What goes wrong is for the reader of the blocks: it is thrown there, after the blocks before it.
    private async Task FillAsync(ChannelWriter<BlockSlice> blocks, SourcePart part, CancellationToken cancellation)
    {
        try
        {
            var since = time.GetTimestamp();
            await foreach (var block in reader.ReadAsync(part, cancellation))
            {
                observer.Worked(TimedStage.Read, time.GetElapsedTime(since));
                await blocks.WriteAsync(block, cancellation);
                since = time.GetTimestamp();
            }

            blocks.Complete();
        }
        catch (Exception e)
        {
            blocks.Complete(e);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Text;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Pipeline;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

public sealed class ReadAheadTests
{
    private const int MostAhead = 8;

    [Fact]
    public async Task What_fails_is_thrown_after_the_blocks_before_it()
    {
        var source = new MemorySource([.. Enumerable.Range(0, 15).Select(n => EngineRun.Item(n, 1))]);
        source.Failures.Enqueue((3, new InvalidDataException("the rest is gone")));
        var lines = new List<long>();

        var error = await Assert.ThrowsAsync<SourceException>(async () =>
        {
            await foreach (var (block, first) in Ahead(source).ReadAsync(source.Open().Parts[0], TestContext.Current.CancellationToken))
                lines.AddRange(Enumerable.Range(first, block.Count - first).Select(block.LineNumber));
        });

        Assert.Contains("the rest is gone", error.Message);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], lines);
    }

    [Fact]
    public async Task Whoever_stops_listening_ends_the_reading()
    {
        var source = new EndlessSource();
        await foreach (var _ in Ahead(source).ReadAsync(
            new SourcePart { Name = "f", Fingerprint = "f" }, TestContext.Current.CancellationToken))
        {
            break;
        }

        Assert.True(source.IsLeft);
        Assert.InRange(source.Blocks, 1, 1 + MostAhead + 1); // one taken, those waiting, one in the hand
    }

    [Fact]
    public async Task A_stop_is_thrown_and_ends_the_reading()
    {
        using var stop = new CancellationTokenSource();
        var source = new EndlessSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Ahead(source).ReadAsync(new SourcePart { Name = "f", Fingerprint = "f" }, stop.Token))
                await stop.CancelAsync();
        });

        Assert.True(source.IsLeft);
    }

    private static ReadAhead Ahead(ISource source)
    {
        var observer = new EngineRun.Recorder();
        return new(
            new PartReader(source, new Patience("reading", source.Classify, new MigrationOptions(), observer, TimeProvider.System)),
            observer,
            TimeProvider.System);
    }

    private sealed class EndlessSource : ISource
    {
        internal int Blocks { get; private set; }

        internal bool IsLeft { get; private set; }

        public Task<Export> OpenAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public async IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
        {
            try
            {
                while (true)
                {
                    await Task.Yield();
                    cancellation.ThrowIfCancellationRequested();
                    Blocks++;
                    yield return ItemBlock.Parse(Encoding.UTF8.GetBytes(EngineRun.Item(Blocks, 1) + "\n"), Blocks);
                }
            }
            finally
            {
                IsLeft = true;
            }
        }

        public Failure Classify(Exception exception) => new(FailureKind.Systemic, exception.Message);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

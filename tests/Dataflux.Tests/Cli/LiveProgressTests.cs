using Dataflux.Cli.Monitoring;
using Dataflux.Cli.Output;
using Dataflux.Composing.Output;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Targets;

namespace Dataflux.Tests.Cli;

public sealed class LiveProgressTests : IDisposable
{
    private static readonly SourcePart First = new()
    {
        Name = "AWSDynamoDB/1/data/export-001.json.gz",
        Fingerprint = "a",
        ItemCount = 3_000_000,
    };
    private readonly Workspace _work = new Workspace().WithPictures().Set("NO_COLOR", "1");
    private int _width = 100;

    public void Dispose() => _work.Dispose();

    private IReadOnlyList<string> Shown => new TerminalScreen(_width).Write(_work.Out.ToString()).Rows;

    [Theory]
    [InlineData(120, 30)]
    [InlineData(80, 6)]
    public async Task The_block_shows_bar_rate_remaining_time_files_and_rejects(int columns, int bar)
    {
        _width = columns;
        await PlayAsync((observer, _) =>
        {
            observer.Started(
                new RunStart(Export(), "db/pictures", PartsDone: 2, ItemsDone: 1_000_000, Writers: 2) { ItemsSettled = 1_000_000 });
            observer.PartStarted(First, 3, 42);
            _work.Time.Advance(10);
            observer.Progress(new RunCounts
            {
                Items = 3_000_000,
                Kept = 1_999_988,
                Rejected = new Dictionary<string, long> { ["transform"] = 10, ["upsert"] = 2 },
            });

            // 1,000,000 items in 10 s; the bar alone gives way in a narrow terminal, whose last column stays free.
            Assert.Equal(
                [
                    $"pictures {new string('━', bar / 2)}{new string(' ', bar / 2)} 50.0 %  2,000,000 of 4,000,000 items  100,000/s  "
                    + "00:00:20 left",
                    "2 of 42 files done: export-001.json.gz",
                    "12 rejected (10 by transform, 2 by upsert), 0 retries",
                ],
                Shown.TakeLast(3));
        });
    }

    [Fact]
    public async Task A_wait_is_counted_down_and_goes_when_it_is_over()
    {
        await PlayAsync((observer, tick) =>
        {
            observer.Started(new RunStart(Export(), "db/pictures", PartsDone: 0, ItemsDone: 0, Writers: 2));
            observer.Retrying(
                "writing", new Failure(FailureKind.Transient, "the server is\nstarting") { Code = "57P03" }, 2, TimeSpan.FromSeconds(8));
            Assert.Equal("writing failed: attempt 3 in 8 s: the server is starting (57P03)", Shown[^1]);
            _work.Time.Advance(5);
            tick();
            Assert.Equal("writing failed: attempt 3 in 3 s: the server is starting (57P03)", Shown[^1]);
            observer.Recovered("writing", 3, TimeSpan.FromSeconds(9));
            Assert.Equal("0 rejected, 1 retry", Shown[^1]);
        });
    }

    [Fact]
    public async Task A_replica_that_holds_the_run_is_named_with_its_lag()
    {
        _work.WithPictures("maxReplicaLag: 10s");
        await PlayAsync((observer, tick) =>
        {
            observer.Started(new RunStart(Export(), "db/pictures", PartsDone: 0, ItemsDone: 0, Writers: 2));
            var lag = new ReplicaLag("standby1", TimeSpan.FromSeconds(12.3));
            observer.ReplicaLagSeen(lag);
            observer.Held(lag, TimeSpan.FromSeconds(10));
            _work.Time.Advance(4);
            tick();
            Assert.Equal("waiting 00:00:04 for replica standby1, 12.3 s behind", Shown[^1]);
            observer.ReplicaLagSeen(lag with { Behind = TimeSpan.Zero });
            observer.Released(lag with { Behind = TimeSpan.Zero }, TimeSpan.FromSeconds(4));
            Assert.Equal("0 of 42 files done", Shown[^1]);
        });
        Assert.Contains(
            "WARN [pictures] Writers wait for replica standby1: it is 12.3 s behind, 10.0 s are allowed",
            _work.Out.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("Writers go on after 4.0 s: replica standby1 is 0.0 s behind", _work.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_lines_stay_whole_above_the_block_and_nothing_of_it_is_left_at_the_end()
    {
        _width = 60;
        await PlayAsync((observer, tick) =>
        {
            observer.Started(new RunStart(Export(), "db/pictures", PartsDone: 0, ItemsDone: 0, Writers: 2));
            for (var second = 1; second <= 50; second++)
            {
                _work.Time.Advance(1);
                observer.Progress(new RunCounts { Items = second * 1_000, Kept = second * 1_000 });
                if (second % 10 == 0)
                    observer.Notice($"line {second} is longer than the terminal is wide, so that the terminal wraps it");
                tick();
            }
        });

        // Lines that are left are the log's, in the file's form; the terminal alone wrapped them.
        var expected = File.ReadAllLines(Path.Combine(_work.Folder, "run.log"))
            .Where(line => !line.Contains('%', StringComparison.Ordinal))
            .SelectMany(line => line.Chunk(_width).Select(row => new string(row).TrimEnd()));
        Assert.Equal(expected, Shown);
        Assert.Equal(5, Shown.Count(row => row.Contains(" is longer", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_terminal_made_narrower_keeps_no_remains_of_the_block()
    {
        await PlayAsync((observer, tick) =>
        {
            observer.Started(new RunStart(Export(), "db/pictures", PartsDone: 0, ItemsDone: 0, Writers: 2));

            // A terminal wraps again what it shows; the screen of the test has everything wrapped so.
            _width = 50;
            tick();
        });

        Assert.DoesNotContain(
            Shown, row => row.Contains('━', StringComparison.Ordinal) || row.Contains("files done", StringComparison.Ordinal));
    }

    private static Export Export() => OneFileSource.Export with { Parts = [.. Enumerable.Repeat(First, 42)], ItemCount = 4_000_000 };

    private async Task PlayAsync(Action<IMigrationObserver, Action> play)
    {
        var definition = _work.Read().OrThrow();
        var console = _work.Console with { IsTerminal = true, Width = () => _width };
        var screen = new Screen(console);
        using var log = new RunLog("pictures", Path.Combine(_work.Folder, "run.log"), screen, Verbosity.Normal, [], _work.Time);
        await using var watched = new WatchedRun(
            definition, log, screen, new RunView { Verbosity = Verbosity.Normal }, _work.Time, new ScriptWatch());
        play(watched.Observer, watched.DrawProgress);
        watched.EndProgress();
    }
}

using Dataflux.Cli.Output;
using Dataflux.Composing.Output;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;

namespace Dataflux.Tests.Cli;

public sealed class RunObserverTests : IDisposable
{
    private static readonly SourcePart First = new()
    {
        Name = "AWSDynamoDB/1/data/export-001.json.gz",
        Fingerprint = "a",
        ItemCount = 3_000_000,
    };

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    private string LogFile => Path.Combine(_work.Folder, "run.log");

    private const string Expected = """
        2024-01-15T10:30:00.000Z INFO [pictures] Export s3://bucket/AWSDynamoDB/1: 4,000,000 items in 42 files, as of 2024-01-14T00:00:00Z
        2024-01-15T10:30:00.000Z WARN [pictures] there is no checksum
        2024-01-15T10:30:00.000Z INFO [pictures] Target db/pictures as ***, 2 writers; run 17
        2024-01-15T10:30:00.000Z INFO [pictures] Resuming: 2 of 42 files done before, with 1,000,000 items
        2024-01-15T10:30:00.000Z INFO [pictures] Processing file [3/42]: export-001.json.gz
        2024-01-15T10:30:31.000Z INFO [pictures] 50.0 %, 2,000,000 of 4,000,000 items, 32,258/s, 00:01:02 left
        2024-01-15T10:30:31.000Z WARN [pictures] upsert failed: the server is starting {0} (57P03); attempt 2 in 0.5 s
        2024-01-15T10:30:31.000Z INFO [pictures] upsert works again after 2 attempts and 12.3 s
        2024-01-15T10:30:31.000Z WARN [pictures] Completed file [3/42]: export-001.json.gz: 3,000,000 items = 2,999,998 kept + 1 skipped + 1 rejected

        """;

    [Fact]
    public void Without_a_terminal_everything_is_a_calm_line()
    {
        Play(_work.Console, Verbosity.Normal);

        Assert.Equal(Expected, _work.Out.ToString());
        Assert.Equal(Expected, File.ReadAllText(LogFile));
        Assert.Empty(_work.Error.ToString());
    }

    [Fact]
    public void Quiet_shows_warnings_alone_and_logs_all()
    {
        Play(_work.Console, Verbosity.Quiet);

        Assert.Equal(3, _work.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("INFO", _work.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(Expected, File.ReadAllText(LogFile));
    }

    [Fact]
    public void Parts_are_called_as_their_source_calls_them()
    {
        Play(_work.Console, Verbosity.Normal, new SourceTerms("table", "range"));

        Assert.Contains(" Table s3://bucket/AWSDynamoDB/1: 4,000,000 items in 42 ranges, ", _work.Out.ToString());
        Assert.Contains(" Resuming: 2 of 42 ranges done before, ", _work.Out.ToString());
        Assert.Contains(" Processing range [3/42]: export-001.json.gz\n", _work.Out.ToString());
        Assert.Contains(" Completed range [3/42]: ", _work.Out.ToString());
        Assert.DoesNotContain(" file", _work.Out.ToString());
    }

    private void Play(Dataflux.Composing.Terminal.CommandConsole console, Verbosity verbosity, SourceTerms? terms = null)
    {
        var screen = new Screen(console);
        using var log = new RunLog("pictures", LogFile, screen, verbosity, ["hunter22", "ab"], _work.Time);
        IMigrationObserver observer = new RunObserver(log, fileOnly: false, _work.Time);
        var export = OneFileSource.Export with
        {
            Location = "s3://bucket/AWSDynamoDB/1",
            Terms = terms ?? SourceTerms.OfExports,
            Parts = [.. Enumerable.Repeat(First, 42)],
            ItemCount = 4_000_000,
            Notices = ["there is no checksum"],
        };

        observer.Started(
            new RunStart(export, "db/pictures as hunter22", PartsDone: 2, ItemsDone: 1_000_000, Writers: 2)
            {
                Run = 17,
                ItemsSettled = 1_000_000,
            });
        observer.PartStarted(First, 3, 42);
        _work.Time.Advance(10);
        // What was read ahead and is not committed moves nothing.
        observer.Progress(new RunCounts { Items = 3_900_000, Kept = 1_333_333 });
        _work.Time.Advance(21);
        observer.Progress(new RunCounts { Items = 4_000_000, Kept = 1_999_998, Skipped = new Dictionary<string, long> { ["filter"] = 2 } });
        observer.Retrying(
            "upsert", new Failure(FailureKind.Transient, "the server is starting {0}") { Code = "57P03" }, 1, TimeSpan.FromSeconds(0.5));
        observer.Recovered("upsert", 2, TimeSpan.FromSeconds(12.3));
        observer.PartCompleted(First, 3, 42, new RunCounts
        {
            Items = 3_000_000,
            Kept = 2_999_998,
            Skipped = new Dictionary<string, long> { ["filter"] = 1 },
            Rejected = new Dictionary<string, long> { ["upsert"] = 1 },
        });
        observer.Completed(ScriptedRun.Summary());
    }
}

using System.Text.Json;
using Dataflux.Cli.Daemon;
using Dataflux.Cli.Output;
using Dataflux.Composing.Output;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Serilog.Events;
using Serilog.Parsing;
using Serilog;

namespace Dataflux.Tests.Cli;

public sealed class RunLogTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    private string File => Path.Combine(_work.Folder, "run.log");

    [Fact]
    public void A_long_log_is_rolled_and_its_newest_lines_stay_in_run_log()
    {
        var sink = new LogFile(File, new LogLine("pictures"), size: 300);
        using (var logger = new LoggerConfiguration().WriteTo.Sink(sink).CreateLogger())
        {
            for (var i = 1; i <= 40; i++)
            {
                logger.Write(
                    new LogEvent(
                        DateTimeOffset.UnixEpoch,
                        LogEventLevel.Information,
                        null,
                        new MessageTemplate([new TextToken($"line {i:D2}")]),
                        []));
            }
        }

        Assert.EndsWith("line 40\n", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        var files = Directory.GetFiles(_work.Folder, "run*.log");
        Assert.Equal(LogFile.Kept + 1, files.Length);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 300));
        if (!OperatingSystem.IsWindows())
            Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file)));

        var kept = new LogTail(File, _ => true).Last(1000)
            .Select(line => int.Parse(line[^2..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(41 - kept.Count, kept.Count), kept);
    }

    [Fact]
    public void A_log_is_followed_across_the_moment_it_is_rolled()
    {
        System.IO.File.WriteAllText(File, "1 one\n2 two\n3 thr");
        var tail = new LogTail(File, _ => true);
        Assert.Equal(["2 two"], tail.Last(1));
        System.IO.File.AppendAllText(File, "ee\n4 four\n");
        System.IO.File.Move(File, LogFile.Older(File, 1));
        System.IO.File.WriteAllText(File, "5 five\n");

        Assert.Equal(["3 three", "4 four", "5 five"], tail.ReadNew());
        Assert.Empty(tail.ReadNew());
    }

    [Fact]
    public void A_log_of_several_migrations_shows_those_of_one_with_what_belongs_to_them()
    {
        System.IO.File.WriteAllText(File, "2024 INFO [a] x\n  at y\n2024 INFO [b] z\n  at w\n2024 INFO [a] v\n");

        Assert.Equal(
            ["2024 INFO [a] x", "  at y", "2024 INFO [a] v"],
            new LogTail(File, line => line.Contains("[a]", StringComparison.Ordinal)).Last(10));
    }

    [Fact]
    public void Warnings_that_differ_in_numbers_only_are_counted_after_the_fifth()
    {
        using (var log = Open(LogFormat.Text))
        {
            for (var i = 1; i <= 1000; i++)
                log.Warn($"attempt {i} failed");

            log.Warn("something else");
            log.CountRepeated();
            _work.Time.Advance(11);
            log.CountRepeated();
            log.Warn("attempt 1001 failed");
        }

        Assert.Equal(
            [
                "attempt 1 failed", "attempt 2 failed", "attempt 3 failed", "attempt 4 failed", "attempt 5 failed", "something else",
                "995 more like: attempt 1000 failed", "attempt 1001 failed",
            ],
            System.IO.File.ReadLines(File).Select(line => line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..]));
    }

    [Fact]
    public void A_machine_reads_every_line_as_JSON()
    {
        using (var log = Open(LogFormat.Json))
            log.Info("says \"hello\" to {0}\nand hunter22");

        var line = Assert.Single(System.IO.File.ReadAllLines(File));
        Assert.Equal(line, _work.Out.ToString().TrimEnd());
        Assert.StartsWith("""{"time":"2024-01-15T10:30:00.000Z","level":"INFO","migration":"pictures","message":"says \"hello""", line);
        var read = JsonDocument.Parse(line).RootElement;
        Assert.Equal("2024-01-15T10:30:00.000Z", read.GetProperty("time").GetString());
        Assert.Equal("INFO", read.GetProperty("level").GetString());
        Assert.Equal("pictures", read.GetProperty("migration").GetString());
        Assert.Equal("says \"hello\" to {0}\nand ***", read.GetProperty("message").GetString());
    }

    [Fact]
    public void A_machine_has_what_a_line_names_as_fields_without_secrets()
    {
        using (var log = Open(LogFormat.Json))
        {
            log.Info(RunLines.PartCompleted(
                "file",
                new SourcePart { Name = "data/{Items} of hunter22.json.gz", Fingerprint = "f" },
                number: 3,
                of: 42,
                new RunCounts { Items = 1_500, Kept = 1_500 }));
            log.Warn(RunLines.Retrying(
                "upsert", new Failure(FailureKind.Transient, "wait") { Code = "57P03" }, attempt: 1, TimeSpan.FromSeconds(0.5)));
        }

        Assert.Equal(
            [
                """{"time":"2024-01-15T10:30:00.000Z","level":"INFO","migration":"pictures","message":"Completed file [3/42]: """
                    + """{Items} of ***.json.gz: 1,500 items = 1,500 kept + 0 skipped + 0 rejected","number":3,"of":42,"""
                    + "\"file\":\"{Items} of ***.json.gz\",\"items\":1500,\"kept\":1500,\"skipped\":0,\"rejected\":0}",
                """{"time":"2024-01-15T10:30:00.000Z","level":"WARN","migration":"pictures","message":"upsert failed: """
                    + """wait (57P03); attempt 2 in 0.5 s","what":"upsert","code":"57P03","attempt":2,"delay":0.5}""",
            ],
            System.IO.File.ReadAllLines(File));
    }

    private RunLog Open(LogFormat format) =>
        new("pictures", File, new Screen(_work.Console), Verbosity.Normal, ["hunter22"], _work.Time, format);
}

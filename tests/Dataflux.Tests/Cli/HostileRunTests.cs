using System.Text.Json;
using System.Text.RegularExpressions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;

namespace Dataflux.Tests.Cli;

/// <summary>
/// A run in which everything that others name, answer or throw is hostile and speaks of secrets: in nothing that leaves the program.
/// </summary>
public sealed partial class HostileRunTests : IDisposable
{
    private static readonly string[] Planted =
    [
        "pl4nted/in+definition", "pl4nted-in-PGPASSWORD", "pl4nted&in\"a<token", "pl4nted-in-a-url", "pl4nted-in-options",
    ];
    private readonly Workspace _work = new Workspace().WithPictures("options: {apiSecret: pl4nted-in-options}")
        .Set("DATAFLUX_TARGET_TYPE", "postgresql").Set("PGPASSWORD", Planted[1]).Set("CI_TOKEN", Planted[2])
        .Set("QUEUE_URL", $"amqp://user:{Planted[3]}@queue/x");

    public void Dispose() => _work.Dispose();

    public static TheoryData<int, string> Seeds =>
        [.. Enumerable.Range(1, 12)
            .SelectMany(seed => new[] { "text", "json" }.Select(format => new TheoryDataRow<int, string>(seed, format)))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_raw_and_no_secret_is_in_any_output_or_file_of_a_run(int seed, string format)
    {
        var random = new Random(seed);
        var pages = new List<string>();
        _work.LoadProfile = _ => ScriptedRun.Loaded(async (plan, _) =>
        {
            var summary = Play(plan.Observer, random);
            pages.AddRange(await PagesAsync());
            return summary;
        });

        await _work.RunAsync(
            "migrate", "pictures", "--set", $"target.password={Planted[0]}", "--log-format", format, "--metrics-port", "0",
            "--dashboard", "0", "-v");
        await _work.RunAsync("status", "pictures");
        await _work.RunAsync("logs", "pictures");

        var folder = Path.Combine(_work.Folder, ".dataflux", "pictures");
        var (log, status) = (File.ReadAllText(Path.Combine(folder, "run.log")), File.ReadAllText(Path.Combine(folder, "status.json")));
        Assert.Equal(3, pages.Count);
        foreach (var text in (string[])[
            _work.Out.ToString(),
            _work.Error.ToString(),
            log,
            status,
            File.ReadAllText(Path.Combine(folder, "report.html")),
            .. pages,
        ])
        {
            HostileText.AssertSafe(text);
            Assert.All(Planted, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
            Assert.All(Planted, secret => Assert.DoesNotContain(JsonEncodedText.Encode(secret).Value, text, StringComparison.Ordinal));
        }

        Assert.Contains("***", log, StringComparison.Ordinal);
        Assert.Contains("***", status, StringComparison.Ordinal);

        // Programs can read what is for programs, and no line of a log is one that somebody forged.
        JsonDocument.Parse(status).Dispose();
        JsonDocument.Parse(pages[2]).Dispose();
        Assert.DoesNotContain("<script>alert", pages[1], StringComparison.Ordinal);
        Assert.All(pages[0].Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(MetricLine(), line));
        Assert.All(
            log.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches(format == "json" ? JsonLine() : LogLine(), line));
        Assert.DoesNotContain("\n2024-01-15T10:30:00.000Z ERROR [pictures] forged", _work.Out.ToString(), StringComparison.Ordinal);
    }

    private static RunSummary Play(IMigrationObserver observer, Random random)
    {
        var part = new SourcePart { Name = Told(), Size = 5, ItemCount = 10, Fingerprint = "f" };
        observer.Locked();
        observer.Notice(Told());
        observer.Started(new RunStart(
            new Export { Id = Told(), Location = Told(), Parts = [part], ItemCount = 10, Time = DateTimeOffset.UnixEpoch },
            Told(),
            0,
            0,
            2));
        observer.PartStarted(part, 1, 1);
        observer.Rejected(Told(), new RejectError(Told()) { Code = Told(), Table = Told(), Column = Told(), Constraint = Told() }, 1);
        observer.Retrying(Told(), new Failure(FailureKind.Transient, Told()) { Code = Told() }, 1, TimeSpan.FromSeconds(1));
        observer.Recovered(Told(), 2, TimeSpan.FromSeconds(1));
        observer.PartCompleted(part, 1, 1, new RunCounts { Items = 1 });
        var summary = ScriptedRun.Summary(RunOutcome.Failed, error: Told()) with { Target = Told(), ExportId = Told() };
        observer.Completed(summary);
        return summary;

        string Told() => HostileText.Next(random) + Planted[random.Next(Planted.Length)] + HostileText.Next(random);
    }

    // The metrics, the page and its data, as somebody gets them while the run goes on.
    private async Task<string[]> PagesAsync()
    {
        var status = JsonDocument.Parse(File.ReadAllText(Path.Combine(_work.Folder, ".dataflux", "pictures", "status.json"))).RootElement;
        using var client = new HttpClient();
        var dashboard = new Uri(status.GetProperty("dashboard").GetString()!);
        return
        [
            await client.GetStringAsync(new Uri(status.GetProperty("metrics").GetString()!), TestContext.Current.CancellationToken),
            await client.GetStringAsync(dashboard, TestContext.Current.CancellationToken),
            await client.GetStringAsync(new Uri(dashboard, "picture.json"), TestContext.Current.CancellationToken),
        ];
    }

    [GeneratedRegex(
        """^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+\{[a-z]+="([^"\\]|\\[\\"n])*"(,[a-z]+="([^"\\]|\\[\\"n])*")*\} [-+0-9.eE]+)$""",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex MetricLine();

    [GeneratedRegex(@"^2024-01-15T10:30:\d\d\.\d{3}Z (DEBUG|INFO|WARN|ERROR) \[pictures\] ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogLine();

    [GeneratedRegex(
        """^\{"time":"2024-01-15T10:30:\d\d\.\d{3}Z","level":"[A-Z]+","migration":"pictures","message":("([^"\\]|\\.)*")"""
            + """(,"[a-zA-Z]+":([0-9.]+|"([^"\\]|\\.)*"))*\}$""",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex JsonLine();
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using Dataflux.Engine.Ground;

namespace Dataflux.IntegrationTests.Daemon;

public sealed partial class RunPageTests(PostgreSqlFixture postgres)
{
    private const int SmallestScreenshot = 20_000;
    private const string NamesWhatIsCut = """
        <script>
          document.body.dataset.cut = [...document.querySelectorAll('#page *')]
            .filter(e => !e.closest('pre, table') && !e.querySelector('pre, table') && getComputedStyle(e).display !== 'inline')
            .filter(e => e.scrollWidth > e.clientWidth + 1)
            .map(e => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`).join('; ');
        </script>
        """;

    private const string WaitsAtTheEnd =
        """Task onComplete(ISqlTarget target) => target.Execute("select pg_advisory_xact_lock_shared(0)");""";

    [Fact]
    public async Task The_live_page_and_the_report_show_the_run_in_a_browser_without_errors_or_requests_elsewhere()
    {
        await using var gated = await GatedMigration.CreateAsync(postgres, WaitsAtTheEnd);
        await gated.CloseGateAsync(0);
        using var run = gated.Start(["migrate", "gated.yaml", "--dashboard", "--max-rate", "90000/m"]);
        await gated.UntilAsync(status => status.Last is { FilesDone: GatedMigration.Files, Dashboard: not null });

        var live = await BrowseAsync(gated.Status.Last!.Dashboard!, Path.Combine(gated.Folder, "live.png"));
        Assert.Contains("<span id=\"phase\">running</span>", live, StringComparison.Ordinal);
        Assert.Contains("<b>600</b> items", live, StringComparison.Ordinal);
        Assert.Contains("at most 1,500 records per second, ", live, StringComparison.Ordinal);
        Assert.True(
            int.Parse(Shown().Match(live).Groups["times"].Value, System.Globalization.CultureInfo.InvariantCulture) > 1,
            "the live page did not renew itself");

        await gated.OpenGateAsync(0);
        Assert.Equal(ExitCode.CompleteWithRejects, (await GatedMigration.EndAsync(run)).Code);

        // The report stands alone: mailed, it is a file somewhere else.
        var mailed = Path.Combine(gated.Folder, "mailed.html");
        File.Copy(Path.Combine(gated.StateFolder, "report.html"), mailed);
        var report = await BrowseAsync(new Uri(mailed), Path.Combine(gated.Folder, "report.png"));
        Assert.Contains("<span class=\"bad\" id=\"phase\">complete with 3 rejects</span>", report, StringComparison.Ordinal);
        Assert.Contains("<title>gated: complete with 3 rejects</title>", report, StringComparison.Ordinal);
        Assert.Contains("<td class=\"text\">rejected</td><td class=\"text\">transform</td><td>3</td>", report, StringComparison.Ordinal);
        Assert.Contains("<b>3 items</b> at transform, InvalidOperationException", report, StringComparison.Ordinal);
        Assert.Matches("11 is not liked</div><div[^>]*>for example [^<]*f1[.]json[.]gz, line [0-9]+<", report);
        Assert.Contains("✓ as many as the source promised", report, StringComparison.Ordinal);
        Assert.Matches("<div id=\"bottleneck\">[^<]*(sets the pace|No stage worked half of the time)", report);
        Assert.All(
            ["read", "parseItem", "transform", "upsert"],
            stage => Assert.Matches($"<span>{stage}</span>.*?<span>[0-9.]+ s, [0-9]+ %</span>", report));
        Assert.Contains("Completed file [3/3]: f3.json.gz", report, StringComparison.Ordinal);
        Assert.Contains("rejected with: dataflux rejects gated.yaml", report, StringComparison.Ordinal);

        // Tables and the log may be scrolled; all else fits, however narrow the window is.
        await File.AppendAllTextAsync(mailed, NamesWhatIsCut, TestContext.Current.CancellationToken);
        foreach (var width in new[] { 500, 1100, 1280 })
        {
            foreach (var isDark in new[] { false, true })
            {
                var screenshot = Path.Combine(gated.Folder, $"report-{width}-{(isDark ? "dark" : "light")}.png");
                Assert.Contains("data-cut=\"\"", await BrowseAsync(new Uri(mailed), screenshot, width, isDark), StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Shows a page in headless Chromium, and checks its picture, its console and its requests.</summary>
    /// <returns>The document after its scripts ran.</returns>
    private static async Task<string> BrowseAsync(Uri page, string screenshot, int width = 1200, bool isDark = false)
    {
        var profile = Directory.CreateTempSubdirectory("dataflux-chromium-").FullName;
        var requests = Path.Combine(profile, "requests.json");
        try
        {
            string[] arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
                $"--user-data-dir={profile}",
                $"--window-size={width},1700", "--enable-logging=stderr", "--virtual-time-budget=4000",
                $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ];
            var shot = await RunAsync([.. arguments, $"--screenshot={screenshot}", page.ToString()]);
            var dom = await RunAsync([.. arguments, $"--log-net-log={requests}", "--dump-dom", page.ToString()]);
            Assert.DoesNotContain("CONSOLE", shot.Error + dom.Error, StringComparison.Ordinal);
            Assert.True(
                new FileInfo(screenshot).Length > SmallestScreenshot,
                $"the picture of {page} has only {new FileInfo(screenshot).Length} bytes");

            // What the browser asks for of its own accord has no initiator.
            var asked = Request().Matches(await File.ReadAllTextAsync(requests, TestContext.Current.CancellationToken))
                .Where(match => match.Groups["initiator"].Value != "not an origin")
                .Select(match => match.Groups["url"].Value)
                .Distinct(StringComparer.Ordinal);
            Assert.Equal(page.IsFile ? [] : [new Uri(page, "picture.json").ToString()], asked);
            return dom.Out;
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    private static async Task<(string Out, string Error)> RunAsync(IReadOnlyList<string> arguments)
    {
        using var chromium = Process.Start(new ProcessStartInfo("chromium", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var end = await GatedMigration.EndAsync(chromium);
        Assert.True(end.Code == 0, end.Error);
        return (end.Out, end.Error);
    }

    [GeneratedRegex("data-shown=\"(?<times>[0-9]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shown();

    // A line of the log is one event.
    [GeneratedRegex(
        "\"initiator\":\"(?<initiator>[^\"]*)\"[^\n]*?\"url\":\"(?<url>[^\"]*)\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Request();
}

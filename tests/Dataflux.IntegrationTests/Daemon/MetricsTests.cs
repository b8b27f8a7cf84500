using System.Globalization;
using System.Net;
using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.IntegrationTests.Daemon;

public sealed class MetricsTests(PostgreSqlFixture postgres)
{
    private const string WaitsAtTheEnd =
        """Task onComplete(ISqlTarget target) => target.Execute("select pg_advisory_xact_lock_shared(0)");""";

    [Fact]
    public async Task A_scrape_and_an_OTLP_request_have_the_numbers_of_the_summary()
    {
        await using var gated = await GatedMigration.CreateAsync(postgres, WaitsAtTheEnd);
        using var receiver = new OtlpReceiver();
        await gated.CloseGateAsync(0);
        using var run = gated.Start(
            ["migrate", "gated.yaml", "--metrics-port", "0"],
            ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        await gated.UntilAsync(status => status.Last?.FilesDone == GatedMigration.Files);

        var address = gated.Status.Last!.Metrics!;
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(address.Host)), $"{address} is not on loopback");
        using var http = new HttpClient();
        var scraped = Read(await http.GetStringAsync(address, TestContext.Current.CancellationToken));

        using var foreign = new HttpRequestMessage(HttpMethod.Get, address);
        foreign.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await http.SendAsync(foreign, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await http.GetAsync(new Uri(address, "/etc/passwd"), TestContext.Current.CancellationToken)).StatusCode);

        await gated.OpenGateAsync(0);
        var end = await GatedMigration.EndAsync(run);
        Assert.Equal(ExitCode.CompleteWithRejects, end.Code);
        var summary = JsonDocument.Parse(await File.ReadAllBytesAsync(
            Path.Combine(gated.StateFolder, "summary.json"), TestContext.Current.CancellationToken)).RootElement;
        var counts = summary.GetProperty("counts");
        var sent = receiver.Sums();
        foreach (var (page, otlp, expected) in new[]
        {
            ("items_read_total{migration=\"gated\"}", "items.read gated", counts.GetProperty("items").GetInt64()),
            ("items_kept_total{migration=\"gated\"}", "items.kept gated", counts.GetProperty("kept").GetInt64()),
            ("items_skipped_total{migration=\"gated\",reason=\"parseItem\"}", "items.skipped gated parseItem",
                counts.GetProperty("skipped").GetProperty("parseItem").GetInt64()),
            ("items_rejected_total{migration=\"gated\",stage=\"transform\"}", "items.rejected gated transform",
                counts.GetProperty("rejected").GetProperty("transform").GetInt64()),
            ("items_rejected_by_reason_total{migration=\"gated\",stage=\"transform\",reason=\"InvalidOperationException\"}",
                "items.rejected_by_reason gated InvalidOperationException transform", counts.GetProperty("rejected")
                    .GetProperty("transform").GetInt64()),
            ("records_written_total{migration=\"gated\",result=\"inserted\"}", "records.written gated inserted",
                counts.GetProperty("records").GetProperty("inserted").GetInt64()),
            ("read_bytes_total{migration=\"gated\"}", "read.size gated", counts.GetProperty("bytes").GetInt64()),
            ("files_done{migration=\"gated\"}", "files.done gated", summary.GetProperty("filesDone").GetInt64()),
            ("batch_duration_seconds_count{migration=\"gated\"}", "batches gated", counts.GetProperty("batches").GetInt64()),
            ("commit_duration_seconds_count{migration=\"gated\"}", "batches gated", counts.GetProperty("batches").GetInt64()),
        })
        {
            Assert.True(expected > 0, page);
            Assert.Equal((page, expected), (page, scraped[$"dataflux_{page}"]));
            Assert.True(sent.ContainsKey($"dataflux.{otlp}"), $"{otlp} is not among {string.Join(", ", sent.Keys)}");
            Assert.Equal((otlp, expected), (otlp, sent[$"dataflux.{otlp}"]));
        }
    }

    private static Dictionary<string, double> Read(string page) => page.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToDictionary(
            line => line[..line.LastIndexOf(' ')],
            line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture),
            StringComparer.Ordinal);
}

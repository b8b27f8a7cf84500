using System.Globalization;
using System.Text.Json;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;
using Dataflux.IntegrationTests.Warehouse;

namespace Dataflux.IntegrationTests.Examples;

/// <summary>
/// The hybrid: what is old goes into Parquet by day, the devices into a table, the rest stays. Both migrations read the same export, and
/// their accounts together have each item once.
/// </summary>
public sealed class TelemetryExampleTests(PostgreSqlFixture server)
{
    private static readonly string[] Names = ["archive", "devices"];

    [Fact]
    public async Task Each_item_is_in_a_file_or_in_the_table_or_stays_and_a_second_run_changes_nothing()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var items = ExampleItems.Of("telemetry");
        var (_, time) = ExportLines.Read(ExampleItems.FolderOf("telemetry"));
        var measured = items.Where(static item => item.S("sk") != "STATE")
            .Select(static item => (Item: item, At: DateTimeOffset.Parse(item.S("sk")[3..], CultureInfo.InvariantCulture))).ToList();
        var old = measured.Where(one => one.At < time.AddDays(-90)).ToList();
        var states = items.Where(static item => item.S("sk") == "STATE").ToList();
        Assert.InRange(old.Count, 50, measured.Count - 50);
        var lake = Path.Combine(workspace.Folder, "lake", "telemetry");

        await RunBothAsync(workspace);

        Assert.Equal(
            Sorted(old.Select(static one =>
                $"{one.Item.S("pk")[7..]}|{one.At.ToUnixTimeMilliseconds()}|{Plain(one.Item.N("temperature"))}|"
                + (one.Item.TryGetProperty("battery", out var battery) ? Plain(battery.GetProperty("N").GetString()!) : ""))),
            Sorted(DuckDb.Rows(
                    "select device_id, epoch_ms(\"at\"), temperature, battery from "
                    + $"{DuckDb.Latest(DuckDb.Table(lake, "measurement")!, "device_id, \"at\"")}")
                .Select(static row => $"{row[0]}|{row[1]}|{Plain(row[2]!)}|{(row[3] is { } battery ? Plain(battery) : "")}")));
        Assert.Equal(
            old.Select(static one => $"measurement/at_day={one.At:yyyy-MM-dd}").Distinct().Order(StringComparer.Ordinal),
            FilesWorkspace.FilesOf(lake).Select(static file => Path.GetDirectoryName((string)file["path"]!)!)
                .Order(StringComparer.Ordinal));
        const string rows =
            "select string_agg(concat_ws('|', id, model, firmware, (extract(epoch from seen_at) * 1000)::bigint, settings), ';' order by id) "
            + "from devices";
        var table = await workspace.SqlAsync(rows);
        Assert.Equal(
            string.Join(';', Sorted(states.Select(static item =>
                $"{item.S("pk")[7..]}|{item.S("model")}|{item.S("firmware")}|"
                + $"{DateTimeOffset.Parse(item.S("seenAt"), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()}|"
                + $"{{\"quiet\": {(item.M("settings").GetProperty("quiet").GetProperty("BOOL").GetBoolean() ? "true" : "false")}, "
                + $"\"interval\": {item.M("settings").N("interval")}}}"))),
            table);

        // Each item once: in a file, in the table, or left where it is.
        var (archive, devices) = (Counts(workspace, "telemetry-archive"), Counts(workspace, "telemetry-devices"));
        var stays = archive.GetProperty("skipped").GetProperty("filter").GetInt64();
        Assert.Equal(measured.Count - old.Count, stays);
        Assert.Equal(items.Count, archive.GetProperty("kept").GetInt64() + devices.GetProperty("kept").GetInt64() + stays);

        var hashes = FilesWorkspace.HashesOf(lake);
        await RunBothAsync(workspace);
        Assert.Equal((hashes, table), (FilesWorkspace.HashesOf(lake), await workspace.SqlAsync(rows)));
    }

    private static async Task RunBothAsync(Workspace workspace)
    {
        foreach (var name in Names)
            await workspace.RunAsync(0, "migrate", $"examples/telemetry/{name}.yaml", "--quiet");
    }

    private static JsonElement Counts(Workspace workspace, string name) => workspace.Summary(name).GetProperty("counts");

    private static string Plain(string number) =>
        decimal.Parse(number, CultureInfo.InvariantCulture).ToString("0.######", CultureInfo.InvariantCulture);

    private static List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
}

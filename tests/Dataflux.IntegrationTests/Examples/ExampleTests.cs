using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;
using Npgsql;

namespace Dataflux.IntegrationTests.Examples;

/// <summary>
/// The examples that teach, each migrated with the real executable: the tables hold what is computed from the items without dataflux,
/// and a second run changes nothing.
/// </summary>
public sealed class ExampleTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task A_single_table_is_split_into_users_sessions_and_events()
    {
        using var workspace = await MigratedTwiceAsync("single-table");

        var items = ExampleItems.Of("single-table").Where(item => item.S("pk") != "COUNTER")
            .Select(item => (User: item.S("pk").Split('#')[1], Sort: item.S("sk").Split('#'), Item: item)).ToList();
        Assert.Equal(
            Sorted(
                items.Where(one => one.Sort.Length == 1)
                    .Select(one => $"{one.User}|{one.Item.S("name")}|{one.Item.Text("email")}|{one.Item.N("since")}")),
            await RowsAsync(workspace, "select id, name, email, extract(epoch from since)::bigint from users"));
        Assert.Equal(
            Sorted(items.Where(one => one.Sort.Length == 2)
                .Select(one => $"{one.User}|{int.Parse(one.Sort[1])}|{one.Item.S("device")}|{one.Item.N("startedAt")}")),
            await RowsAsync(workspace, "select user_id, number, device, extract(epoch from started_at)::bigint from sessions"));
        Assert.Equal(
            Sorted(items.Where(one => one.Sort.Length == 4)
                .Select(one => $"{one.User}|{int.Parse(one.Sort[1])}|{int.Parse(one.Sort[3])}|{one.Item.S("kind")}|{one.Item.N("at")}")),
            await RowsAsync(workspace, "select user_id, session_number, number, kind, extract(epoch from at)::bigint from events"));
        Assert.Equal(
            ["events references sessions", "sessions references users"],
            await RowsAsync(
                workspace,
                "select conrelid::regclass || ' references ' || confrelid::regclass from pg_constraint where contype = 'f' and "
                + "convalidated"));
    }

    [Fact]
    public async Task A_sequence_of_events_becomes_one_row_also_when_it_spans_files()
    {
        using var workspace = await MigratedTwiceAsync("event-sequences");

        var parcels = ExampleItems.Of("event-sequences").GroupBy(item => item.S("parcel"))
            .Select(steps => steps.OrderBy(step => int.Parse(step.N("step"))).ToList()).ToList();
        var files = ExportLines.Read(ExampleItems.FolderOf("event-sequences")).Files;
        Assert.Contains(
            parcels,
            steps => files.Count(
                lines => lines.Any(line => Encoding.UTF8.GetString(line).Contains(steps[0].S("parcel"), StringComparison.Ordinal))) == 3);
        Assert.Equal(
            Sorted(parcels.Select(steps => string.Join('|',
                steps[0].S("parcel"), steps[^1].S("status"), steps[^1].S("place"), steps[^1].N("step"), steps.Count,
                steps.Min(step => long.Parse(step.N("at"))), steps.Max(step => long.Parse(step.N("at"))),
                string.Join(',', steps.Select(step => $"{step.N("step")}:{step.S("status")}:{step.S("place")}"))))),
            await RowsAsync(workspace, """
                select id, status, place, last_step, step_count, (extract(epoch from started_at) * 1000)::bigint, (extract(epoch from changed_at) * 1000)::bigint,
                       (select string_agg(concat_ws(':', key, value->>'status', value->>'place'), ',' order by key::int) from jsonb_each(steps))
                from parcels
                """));
    }

    [Fact]
    public async Task A_nested_device_event_is_flattened_into_normalized_tables()
    {
        using var workspace = await MigratedTwiceAsync("device-events");

        var events = ExampleItems.Of("device-events");
        Assert.Equal(
            Sorted(events.GroupBy(item => item.M("device").S("id")).Select(of => of.MaxBy(item => item.S("at"), StringComparer.Ordinal))
                .Select(
                    last => $"{last.M("device").S("id")}|{last.M("device").S("model")}|{last.M("device").S("firmware")}|{last.S("at")}")),
            await RowsAsync(workspace, $"select id, model, firmware, {Iso("seen_at")} from devices"));
        Assert.Equal(
            Sorted(
                events.Select(
                    item => (Item: item, Place: item.M("device").TryGetProperty("location", out var place)
                        ? place.GetProperty("M")
                        : default))
                    .Select(one => $"{one.Item.S("eventId")}|{one.Item.M("device").S("id")}|{one.Item.S("at")}|"
                        + (one.Place.ValueKind == JsonValueKind.Object ? $"{one.Place.N("lat")}|{one.Place.N("lon")}" : "|"))),
            await RowsAsync(workspace, $"select id, device_id, {Iso("at")}, latitude, longitude from device_events"));
        Assert.Equal(
            Sorted(
                events.SelectMany(item => item.GetProperty("readings").GetProperty("L").EnumerateArray()
                    .Select(reading => reading.GetProperty("M"))
                    .Select(
                        (reading, position) =>
                            $"{item.S("eventId")}|{position}|{reading.S("sensor")}|{reading.N("value")}|{reading.S("unit")}"))),
            await RowsAsync(workspace, "select event_id, position, sensor, value, unit from readings"));
        Assert.Equal(
            Sorted(events.Where(item => item.TryGetProperty("tags", out _))
                .SelectMany(
                    item => item.GetProperty("tags").GetProperty("SS").EnumerateArray()
                        .Select(tag => $"{item.S("eventId")}|{tag.GetString()}"))),
            await RowsAsync(workspace, "select event_id, tag from event_tags"));
    }

    [Fact]
    public async Task Documents_stay_whole_beside_their_promoted_columns()
    {
        using var workspace = await MigratedTwiceAsync("documents");

        var products = ExampleItems.Of("documents");
        Assert.Equal(
            Sorted(products.Select(item => $"{item.S("sku")}|{item.S("title")}|{item.Text("price")}|{item.N("updated")}")),
            await RowsAsync(workspace, "select sku, title, price, extract(epoch from updated_at)::bigint from products"));
        Assert.Equal(
            Sorted(products.Select(item => CanonicalJson.Of(ExampleItems.PlainMap(item)))),
            Sorted((await RowsAsync(workspace, "select document from products")).Select(CanonicalJson.Of)));
        Assert.Equal("1", await workspace.SqlAsync("select count(*) from pg_indexes where indexname = 'products_document'"));
    }

    [Fact]
    public async Task The_exports_are_what_the_generator_makes()
    {
        using var workspace = Workspace.CreateUnconfigured();
        foreach (var example in new[] { "single-table", "event-sequences", "device-events", "documents", "telemetry" })
        {
            var made = await workspace.GenerateExportAsync("--example", example, "--files", "3");

            Assert.Equal(Contents(made), Contents(ExampleItems.FolderOf(example)));
        }
    }

    /// <summary>The data files' lines: compressed bytes may differ from one runtime to the next, what they hold may not.</summary>
    private static List<string> Contents(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.json.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(folder, file)}: {Content(file)}"),
    ];

    private static string Content(string file)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return text.ReadToEnd();
    }

    private async Task<Workspace> MigratedTwiceAsync(string example)
    {
        var workspace = await Workspace.CreateAsync(server);
        await workspace.RunAsync(0, "migrate", $"examples/{example}/{example}.yaml", "--quiet");
        var before = await TablesAsync(workspace);

        var second = await workspace.RunAsync(0, "migrate", $"examples/{example}/{example}.yaml");

        Assert.Contains("  0 inserted, 0 updated, ", second);
        Assert.Equal(before, await TablesAsync(workspace));
        return workspace;
    }

    /// <summary>Every row of every table, with the transaction that wrote it.</summary>
    private static async Task<List<string>> TablesAsync(Workspace workspace)
    {
        var rows = new List<string>();
        foreach (var table in await RowsAsync(workspace, "select table_name from information_schema.tables where table_schema = 'public'"))
            rows.AddRange(await RowsAsync(workspace, $"select '{table}', xmin, t::text from {table} t"));

        Assert.NotEmpty(rows);
        return rows;
    }

    private static string Iso(string column) => $"to_char({column} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";

    private static List<string> Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];

    private static async Task<List<string>> RowsAsync(Workspace workspace, string sql)
    {
        await using var connection = await workspace.ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        return Sorted(rows);
    }
}

using System.Globalization;
using System.Text.Json;
using Dataflux.IntegrationTests.Executable;
using Dataflux.Tests.Dialects.DynamoDbExport;
using Npgsql;

namespace Dataflux.IntegrationTests.Verifying;

/// <summary>A verification finds what differs from the export, all of it, and nothing else.</summary>
public sealed class VerifyTests(PostgreSqlFixture server)
{
    private const int InTwoFiles = 200;

    // With DATAFLUX_VERIFY_ITEMS=500000 it is the proof on a large table, with 2,002 faults; flags, repair and what fails are then left to
    // the small one.
    private static readonly int Items = int.Parse(
        Environment.GetEnvironmentVariable("DATAFLUX_VERIFY_ITEMS") ?? "3000", CultureInfo.InvariantCulture);
    private static readonly int OfEachFault = Math.Max(2, Items / 6_500);

    private const string Profile = """
        [Table("thing")] record Thing(
            [property: Key] int Id, short Small, long Big, decimal Price, decimal Free, float Real, double Twice, bool Flag, string Words, string Short, string Padded,
            Guid Uuid, DateOnly Day, TimeOnly Hour, DateTime Local, DateTimeOffset At, string Span, Json Doc, Json Text, byte[] Raw, string[] Tags, string Mood, string? Empty,
            string Kept, DateTimeOffset Touched);
        Thing? parseItem(Item item)
        {
            var n = item.Int32("n");
            var at = new DateTimeOffset(2024, 1, 15, 10, 30, 0, TimeSpan.Zero).AddTicks(n * 10L);
            return item.Has("bad") ? throw new Exception("bad") : new(
                n, (short)(n % 1000), n * 10_000_000_000L, n + 0.25m, n + 0.5m, n + 0.5f, n == 1 ? 0d : n + 0.125, n % 2 == 0, $"Words {n} v{item.Int32("v")}", $"s{n}", $"p{n}",
                new Guid(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), new DateOnly(2024, 1, 1).AddDays(n), new TimeOnly(0, 0).Add(TimeSpan.FromTicks(n * 10L)), at.DateTime, at, $"{n} minutes",
                item.Map("doc").ToJson(), item.Map("doc").ToJson(), [1, (byte)n], ["a", $"t{n}"], n % 2 == 0 ? "glad" : "sad", n % 3 == 0 ? null : "", "first", at);
        }
        Thing transform(Thing row) => row;
        Task<int> upsert(ISqlTarget target, IReadOnlyList<Thing> batch) => target.Upsert(batch, on => on.Keep("kept").Touch("touched"));
        """;

    private const string Table = """
        create type mood as enum ('sad', 'glad', 'odd');
        create table thing (
          id int primary key, small smallint not null, big bigint not null, price numeric(12,2) not null, free numeric not null, real real not null, twice double precision not null,
          flag boolean not null, words text not null, short varchar(40) not null, padded char(12) not null, uuid uuid not null, day date not null, hour time not null,
          local timestamp not null, at timestamptz not null, span interval not null, doc jsonb not null, text json not null, raw bytea not null, tags text[] not null, mood mood not null,
          empty text, kept text not null, touched timestamptz not null, own text default 'of the application')
        """;

    // Each planted in rows of its own, in the order of the columns.
    private static readonly (string Column, string Value)[] Faults =
    [
        ("small", "small + 1"), ("big", "big + 1"), ("price", "price + 0.01"), ("free", "free + 0.0000001"), ("real", "real + 1"),
        ("twice", "twice + 0.0000000001 * id"),
        ("flag", "not flag"), ("words", "replace(words, 'Words', 'words')"), ("words", "words || ' '"),
        ("words", "replace(words, 'W', 'Ẃ')"), ("short", "short || ' '"),
        ("padded", "upper(padded)"), ("uuid", "overlay(uuid::text placing 'f' from 36)::uuid"), ("day", "day + 1"),
        ("hour", "hour + interval '1 microsecond'"),
        ("local", "local + interval '1 microsecond'"), ("at", "at + interval '1 microsecond'"), ("span", "span + interval '1 microsecond'"),
        ("doc", "doc - 'name' || jsonb_build_object('Name', doc->'name')"), ("doc", "doc || '{\"more\": null}'"),
        ("text", "replace(text::text, 'name', 'Name')::json"),
        ("raw", "raw || '\\x00'::bytea"), ("tags", "tags || 'c'::text"), ("tags", "array[tags[2], tags[1]]"), ("mood", "'odd'"),
        ("empty", "case when empty is null then '' end"),
    ];

    // What is equal to the server, or is not the migration's affair.
    private static readonly string[] Harmless =
    [
        "twice = '-0'::float8 "
        + "where id = 1", "free = free * 1.000 where id = 2",
        "doc = jsonb_build_object('name', doc->'name', 'list', doc->'list', 'amount', 1.50) where id = 3",
        "at = (at at time zone 'UTC' || '+00')::timestamptz where id = 4", "kept = 'by the application' where id = 5",
        "touched = now() where id = 6", "own = 'by the application' where id = 7",
        "padded = padded || '   ' where id = 8",
    ];

    [Fact]
    public async Task Every_planted_fault_is_found_and_nothing_else_and_what_cannot_be_looked_at_never_ends_with_0()
    {
        using var workspace = await NewAsync(Profile, Table);
        await workspace.RunAsync(1, "migrate", "things.yaml", "--quiet");
        await using var connection = await workspace.ConnectAsync();
        foreach (var harmless in Harmless)
            await ExecuteAsync(connection, $"update thing set {harmless}");

        Assert.Contains(
            "things: equal", await workspace.RunAsync(0, "verify", "things.yaml", "--summary", "equal.json"), StringComparison.Ordinal);
        Assert.Equal((Items + InTwoFiles + 1, Items + InTwoFiles, 1), Told(workspace, "equal.json"));
        var planted = new HashSet<string>(StringComparer.Ordinal);
        for (var fault = 0; fault < Faults.Length; fault++)
        {
            var ids = Enumerable.Range(0, OfEachFault - 1).Select(i => 1_000 + fault + (100 * i)).Prepend(100 + fault).ToList();
            await ExecuteAsync(
                connection, $"update thing set {Faults[fault].Column} = {Faults[fault].Value} where id in ({string.Join(", ", ids)})");
            planted.UnionWith(ids.Select(id => $"different {id} {Faults[fault].Column}"));
        }

        await ExecuteAsync(connection, $"delete from thing where id between 150 and 159 or id between {Items - 10} and {Items}");
        planted.UnionWith(Enumerable.Range(150, 10).Concat(Enumerable.Range(Items - 10, 11)).Select(id => $"missing {id} "));
        await ExecuteAsync(
            connection,
            "insert into thing select (jsonb_populate_record(thing, jsonb_build_object('id', 10000000 + id))).* from thing where id "
            + "between 20 and 24");
        planted.UnionWith(Enumerable.Range(10_000_020, 5).Select(id => $"extra {id} "));

        // Killed when one of two files is compared, it goes on with the other one.
        await workspace.Set("DATAFLUX_KILL_AT", "before-checkpoint:2").RunAsync(137, "verify", "things.yaml");
        await using var writer = await BusyWriter.BeginAsync(await workspace.ConnectAsync());
        var output = await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(5, "verify", "things.yaml", "--summary", "faults.json");
        Assert.InRange(await writer.EndAsync(), 1, int.MaxValue);
        Assert.Contains("has compared, 1 of 2", output, StringComparison.Ordinal);

        Assert.Equal(planted.Order(StringComparer.Ordinal), Found(workspace));
        Assert.Contains($"rows of thing: {Items - 16:N0} = {Items - 21:N0} produced + 5 extra", output, StringComparison.Ordinal);
        var summary = Summary(workspace, "faults.json");
        Assert.Equal((Faults.Length * OfEachFault, 21, 5, 0), (Of("different"), Of("missing"), Of("extra"), Of("changedSince")));
        Assert.Equal(Of("records"), Of("equal") + Of("different") + Of("missing") + Of("rejected") + Of("changedSince"));
        var microsecond = Differences(workspace).Single(line => line.GetProperty("key").GetProperty("id").GetString() == "116");
        Assert.Equal("2024-01-15 10:30:00.000117+00 2024-01-15 10:30:00.000116+00", $"{Column("table")} {Column("export")}");
        Assert.EndsWith(".json.gz 116", $"{microsecond.GetProperty("file").GetString()} {microsecond.GetProperty("line")}");
        if (OfEachFault > 2)
            return;

        await FlagsAsync(workspace, connection, planted);
        await RepairAsync(workspace);
        await BlindAsync(workspace, connection);

        int Of(string name) => summary.GetProperty(name).GetInt32();
        string? Column(string name) => microsecond.GetProperty("columns")[0].GetProperty(name).GetString();
    }

    [Fact]
    public async Task Pictures_are_equal_although_rows_have_records_in_several_files()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.RunAsync(0, "migrate", "pictures.yaml", "--quiet");
        Assert.Contains(
            "pictures: equal", await workspace.RunAsync(0, "verify", "pictures.yaml", "--summary", "v.json"), StringComparison.Ordinal);
        Assert.Equal(
            workspace.Summary().GetProperty("counts").GetProperty("records").EnumerateObject().Sum(count => count.Value.GetInt64()),
            Told(workspace, "v.json").Records);

        await workspace.SqlAsync(
            "update picture set width = width + 1 where id in (select id from picture where width is not null order by id limit 7)");
        await workspace.RunAsync(5, "verify", "pictures.yaml");

        Assert.Equal(
            7,
            Found(workspace, "pictures").Count(
                line => line.StartsWith("different", StringComparison.Ordinal) && line.EndsWith(" width", StringComparison.Ordinal)));
    }

    private static async Task FlagsAsync(Workspace workspace, NpgsqlConnection connection, HashSet<string> planted)
    {
        await workspace.RunAsync(5, "verify", "things.yaml", "--counts");
        Assert.Equal(
            planted.Where(line => !line.StartsWith("different", StringComparison.Ordinal)).Order(StringComparer.Ordinal), Found(workspace));

        await workspace.RunAsync(5, "verify", "things.yaml", "--sample", "20%", "--columns", "mood,at", "--summary", "one.json");
        var sampled = Found(workspace).ToList();
        var ofTwo = sampled.Where(IsOfTwoColumns).ToList();
        Assert.Equal(sampled, ofTwo);
        await workspace.RunAsync(5, "verify", "things.yaml", "--sample", "20%", "--summary", "two.json");
        sampled = [.. Found(workspace)];
        Assert.Subset(planted, sampled.ToHashSet(StringComparer.Ordinal));
        Assert.Equal(ofTwo, sampled.Where(IsOfTwoColumns));
        Assert.Equal(Told(workspace, "one.json").Records, Told(workspace, "two.json").Records);
        Assert.InRange(Told(workspace, "one.json").Records, Items / 7, Items / 3);

        await ExecuteAsync(connection, "update thing set words = 'x' where id in (116, 2000)");
        await workspace.RunAsync(5, "verify", "things.yaml", "--again", "--recheck", "1ms");
        Assert.Equal(
            sampled.Where(line => !line.StartsWith("extra", StringComparison.Ordinal))
                .Select(line => line.StartsWith("different 116 ", StringComparison.Ordinal) ? "different 116 words,at" : line),
            Found(workspace));
    }

    private static async Task BlindAsync(Workspace workspace, NpgsqlConnection connection)
    {
        await using (var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await ExecuteAsync(connection, "lock table thing in access exclusive mode");
            var output = await workspace.RunAsync(4, "verify", "things.yaml", "--set", "target.statementTimeout=200ms");
            Assert.DoesNotContain("equal", output, StringComparison.Ordinal);
        }

        workspace.Write(
            "things.csx",
            Profile.Replace(
                "target.Upsert(batch, on", "target.Execute(\"insert into thing (id) values (-1)\");\n    //", StringComparison.Ordinal));
        var nothing = await workspace.RunAsync(4, "verify", "things.yaml");
        Assert.Contains("NOT VERIFIED: the profile's own SQL", nothing, StringComparison.Ordinal);
        Assert.Equal($"{Items - 16}", await workspace.SqlAsync("select count(*) from thing"));
    }

    // Killed in the middle, and begun again with what is left. Rows that are too many stay. What it changed is kept, and can be undone.
    private static async Task RepairAsync(Workspace workspace)
    {
        const string all = "select md5(string_agg(t::text, '|' order by id)) from thing t";
        var before = await workspace.SqlAsync(all);
        await workspace.Set("DATAFLUX_UNDO", "keep").Set("DATAFLUX_KILL_AT", "before-checkpoint:3")
            .RunAsync(137, "verify", "things.yaml", "--repair", "all");
        var output = await workspace.Set("DATAFLUX_KILL_AT", null)
            .RunAsync(5, "verify", "things.yaml", "--repair", "all", "--summary", "repaired.json");
        Assert.Contains("things: 5 differences", output, StringComparison.Ordinal);
        Assert.All(Found(workspace), line => Assert.StartsWith("extra", line, StringComparison.Ordinal));
        var summary = Summary(workspace, "repaired.json");
        Assert.Equal(
            (0, 0, 2),
            (summary.GetProperty("different").GetInt32(), summary.GetProperty("missing").GetInt32(),
                summary.GetProperty("repairRun").GetInt32()));
        var repaired = await workspace.SqlAsync(all);
        await workspace.RunAsync(0, "undo", "things.yaml", "--run", "2", "--yes");
        Assert.Equal((before, true), (await workspace.SqlAsync(all), before != repaired));
    }

    private static bool IsOfTwoColumns(string line) => !line.StartsWith("different", StringComparison.Ordinal)
        || line.EndsWith(" mood", StringComparison.Ordinal) || line.EndsWith(" at", StringComparison.Ordinal);

    private async Task<Workspace> NewAsync(string profile, string table)
    {
        var workspace = await Workspace.CreateAsync(server);
        using var export = new ExportBuilder();
        export.Lines(
            "0.json.gz", [.. Enumerable.Range(1, Items).Select(n => Item(n, 1)), """{"Item":{"n":{"N":"7"},"bad":{"BOOL":true}}}"""]);
        export.Lines("1.json.gz", [.. Enumerable.Range(1, InTwoFiles).Select(n => Item(n * 3, 2))]);
        export.Write();
        var folder = Path.Combine(workspace.Folder, "export");
        export.CopyTo(folder);
        workspace.Write("things.csx", profile);
        workspace.Write(
            "things.yaml",
            $"name: things\nprofile: things.csx\nretryFor: 1s\nverify: {{ owns: [thing] }}\nsource:\n  type: local-dynamodb\n  path: "
            + $"{folder}\n");
        await using var connection = await workspace.ConnectAsync();
        await ExecuteAsync(connection, table);
        return workspace;
    }

    private static string Item(int n, int version) =>
        $$$$$$"""{"Item":{"n":{"N":"{{{{{{n}}}}}}"},"v":{"N":"{{{{{{version}}}}}}"},"doc":{"M":{"amount":{"N":"1.5"},"name":{"S":"n{{{{{{n}}}}}}"},"list":{"L":[{"N":"1"},{"S":"x"}]}}}}}""";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static JsonElement Summary(Workspace workspace, string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(workspace.Folder, name))).RootElement;

    private static (long Records, long Equal, long Rejected) Told(Workspace workspace, string name)
    {
        var summary = Summary(workspace, name);
        return (summary.GetProperty("records").GetInt64(), summary.GetProperty("equal").GetInt64(),
            summary.GetProperty("rejected").GetInt64());
    }

    private static List<JsonElement> Differences(Workspace workspace, string name = "things") =>
        [.. File.ReadLines(Path.Combine(workspace.Folder, ".dataflux", name, "differences.ndjson"))
            .Select(line => JsonDocument.Parse(line).RootElement)];

    private static IEnumerable<string> Found(Workspace workspace, string name = "things") => Differences(workspace, name)
        .Select(line => $"{line.GetProperty("kind").GetString()} {line.GetProperty("key").GetProperty("id").GetString()} "
            + string.Join(',', line.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("column").GetString())))
        .Order(StringComparer.Ordinal);
}

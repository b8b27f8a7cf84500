using System.Text.Json;
using Dataflux.IntegrationTests.Executable;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>Bad items of every kind among good ones: each is rejected for its own reason, all others are written.</summary>
public sealed class BadItemTests(PostgreSqlFixture server)
{
    private const string AllRows = """
        select count(*) || ' ' || encode(sha256(convert_to(
          string_agg(format('%s|%s|%s|%s|%s|%s', left(id, 6), code, amount, owner_id, level, note), E'\n' order by left(id, 6)), 'UTF8')), 'hex') from thing where id <> 'first'
        """;

    [Fact]
    public async Task Two_thousand_bad_items_of_thirteen_kinds_are_rejected_exactly_and_replayed_after_the_fix()
    {
        using var export = new BadExport();
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync("""
            create table owner (id int primary key);
            insert into owner values (1);
            create table thing (id text primary key, code text not null constraint thing_code unique, amount int not null constraint thing_amount check (amount >= 0),
              owner_id int not null references owner, level smallint not null, note text not null);
            insert into thing values ('first', 'taken', 0, 1, 0, '');
            """);
        WriteMigration(workspace, export.Folder, corrected: false);

        await workspace.RunAsync(1, "migrate", "things.yaml", "--quiet");

        Assert.Equal(ExpectedReasons(BadExport.Kinds.Values), Reasons(workspace));
        AssertComplete(workspace.Rejects("things").First(reject => Code(reject) == "23505"), "thing_code", "code");
        AssertComplete(workspace.Rejects("things").First(reject => Code(reject) == "22003"), null, "level");
        var counts = workspace.Summary("things").GetProperty("counts");
        Assert.Equal(100_000, counts.GetProperty("items").GetInt64());
        Assert.Equal(98_000, counts.GetProperty("kept").GetInt64());
        Assert.Equal(BadExport.Bad, counts.GetProperty("rejectedTotal").GetInt64());
        Assert.Equal(export.Table(afterReplay: false), await workspace.SqlAsync(AllRows));

        await workspace.SqlAsync("""
            insert into owner values (2);
            alter table thing drop constraint thing_code, drop constraint thing_amount, alter level type int;
            """);
        WriteMigration(workspace, export.Folder, corrected: true);
        await workspace.RunAsync(1, "replay", "things.yaml", "--quiet", "--accept-changes");

        Assert.Equal(ExpectedReasons([BadExport.Kinds["malformed"]]), Reasons(workspace));
        Assert.Equal(export.Table(afterReplay: true), await workspace.SqlAsync(AllRows));
    }

    [Fact]
    public async Task A_constraint_that_is_checked_only_at_the_commit_rejects_its_records_alone()
    {
        using var export = new ExportBuilder();
        export.Lines("a.json.gz", [.. Enumerable.Range(0, 400).Select(item => $$$$"""
            {"Item":{"id":{"S":"{{{{item}}}}"},"code":{"S":"{{{{(item % 80 == 7 ? "taken" : $"c{item}")}}}}"},"amount":{"N":"1"},"owner":{"N":"1"},"level":{"N":"1"},"note":{"S":""},"bad":{"S":""}}}
            """)]).Write();
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync("""
            create table thing (id text primary key, code text constraint thing_code unique deferrable initially deferred, amount int, owner_id int, level int, note text);
            insert into thing values ('first', 'taken');
            """);
        WriteMigration(workspace, export.Folder, corrected: true);

        await workspace.RunAsync(1, "migrate", "things.yaml", "--quiet");

        Assert.Equal("5 upsert 23505", Reasons(workspace));
        Assert.Equal(
            [8, 88, 168, 248, 328], workspace.Rejects("things").Select(reject => reject.GetProperty("lines")[0].GetInt32()).Order());
        Assert.Equal("396", await workspace.SqlAsync("select count(*) from thing"));
    }

    private static string ExpectedReasons(IEnumerable<(int Items, string Stage, string Code)> kinds) =>
        Text(kinds.Select(kind => ($"{kind.Stage} {kind.Code}", kind.Items)));

    // What a person needs to find the item and to see what was wrong with its record.
    private static void AssertComplete(JsonElement reject, string? constraint, string? column)
    {
        var item = reject.GetProperty("items")[0].GetProperty("Item");
        var id = item.GetProperty("id").GetProperty("S").GetString();
        Assert.Matches("/[0-9]{4}\\.json\\.gz$", reject.GetProperty("file").GetString());
        Assert.Equal(int.Parse(id!) % BadExport.ItemsPerFile + 1, reject.GetProperty("lines")[0].GetInt32());
        Assert.Equal(id, reject.GetProperty("key").GetString());
        Assert.Equal(id, reject.GetProperty("records")[0].GetProperty("Id").GetString());
        var error = reject.GetProperty("error");
        Assert.Equal((constraint, column), (Text(error, "constraint"), Text(error, "column")));

        static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private static string? Code(JsonElement reject) =>
        reject.GetProperty("error").TryGetProperty("code", out var code) ? code.GetString() : "";

    private static string Reasons(Workspace workspace) => Text(workspace.Rejects("things")
        .CountBy(reject => $"{reject.GetProperty("stage").GetString()} {Code(reject)}")
        .Select(reason => (reason.Key, reason.Value)));

    private static string Text(IEnumerable<(string Reason, int Items)> reasons) =>
        string.Join('\n', reasons.Select(reason => $"{reason.Items} {reason.Reason}").Order(StringComparer.Ordinal));

    private static void WriteMigration(Workspace workspace, string export, bool corrected)
    {
        var folder = Path.Combine(workspace.Folder, "migrations");
        File.WriteAllText(
            Path.Combine(folder, "things.yaml"), $"name: things\nprofile: things.csx\nsource:\n  type: local-dynamodb\n  path: {export}\n");
        File.WriteAllText(Path.Combine(folder, "things.csx"), corrected ? Corrected : Flawed);
    }

    private const string Records = """
        record Row(string Id, string Code, int Amount, int Owner, int Level, string Note, string Bad);

        [Table("thing")]
        record Thing([property: Key] string Id, string Code, int Amount, int OwnerId, int Level, string Note, [property: NotMapped] string Bad);

        """;

    private const string Flawed = Records + """
        Row? parseItem(Item item) => item.String("bad") == "parseItem" ? throw new FormatException("no row") : new(
            item.String("id"), item.String("code"), item.Int32("amount"), item.Int32("owner"), item.Int32("level"), item.String("note"), item.String("bad"));

        bool filter(Row row) => row.Bad == "filter" ? throw new InvalidOperationException("neither yes nor no") : true;

        string groupKey(Row row) => row.Bad == "groupKey" ? throw new ArithmeticException("no key") : row.Id;

        Thing transform(IReadOnlyList<Row> rows) => rows[0].Bad == "transform" ? throw new NotSupportedException("no thing")
            : new(rows[0].Id, rows[0].Code, rows[0].Amount, rows[0].Owner, rows[0].Level, rows[0].Note, rows[0].Bad);

        Task<int> upsert(ISqlTarget target, IReadOnlyList<Thing> batch) =>
            batch.Any(thing => thing.Bad == "upsert") ? throw new TimeZoneNotFoundException("not this one") : target.Upsert(batch);
        """;

    private const string Corrected = Records + """
        Row? parseItem(Item item) => new(
            item.String("id") is { Length: > 1000 } id ? id[..6] : item.String("id"), item.String("code"), item.String("bad") == "type" ? 0 : item.Int32("amount"),
            item.Int32("owner"), item.Int32("level"), item.String("note").Replace("\0", ""), item.String("bad"));

        string groupKey(Row row) => row.Id;

        Thing transform(IReadOnlyList<Row> rows) => new(rows[0].Id, rows[0].Code, rows[0].Amount, rows[0].Owner, rows[0].Level, rows[0].Note, rows[0].Bad);
        """;
}

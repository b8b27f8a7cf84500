using Dataflux.IntegrationTests.Executable;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// A value that the database refuses is a reject, whatever code it is refused with; what no record can help stops the run.
/// </summary>
public sealed class RefusedValueTests(PostgreSqlFixture server)
{
    private const string Refusing = """
        create function refuse() returns trigger language plpgsql as $$ begin if new.n = 2 then raise exception 'not this one' using errcode = '{0}'; end if; return new; end $$;
        create table thing (id text primary key, n int, v text); create trigger refuse before insert on thing for each row execute function refuse()
        """;

    private const string Record = """
        [Table("thing")] record Thing([property: Key] string Id, int N, string V);
        Thing? parseItem(Item item) => new(item.String("id"), item.Int32("n"), item.String("v"));
        Thing transform(IReadOnlyList<Thing> rows) => rows[0];

        """;

    [Theory]
    [InlineData("jsonpath", "$.a", "$.", "42601")]
    [InlineData("tsquery", "fat & rat", "fat &", "42601")]
    [InlineData("regclass", "pg_class", "a b", "42602")]
    [InlineData("regclass", "pg_type", "nowhere", "42P01")]
    public async Task A_text_that_a_cast_refuses_in_a_class_of_its_own_is_rejected_alone(string type, string good, string bad, string code)
    {
        using var workspace = await NewAsync([good, bad, good]);
        await workspace.SqlAsync($"create table thing (id text primary key, n int, v {type})");

        await workspace.RunAsync(1, "migrate", "things.yaml", "--quiet");

        AssertSecondRejected(workspace, code);
        Assert.Equal("1 3", await IdsAsync(workspace));
    }

    [Theory]
    [InlineData("PT422")]
    [InlineData("99930")]
    [InlineData("45000")]
    [InlineData("42501")]
    [InlineData("0A000")]
    [InlineData("2F003")]
    [InlineData("XX000")]
    public async Task A_code_that_a_trigger_chose_is_the_records(string code)
    {
        using var workspace = await NewAsync(["a", "b", "c"]);
        await workspace.SqlAsync(Refusing.Replace("{0}", code, StringComparison.Ordinal));

        await workspace.RunAsync(1, "migrate", "things.yaml", "--quiet");

        AssertSecondRejected(workspace, code);
        Assert.Equal("1 3", await IdsAsync(workspace));
    }

    [Fact]
    public async Task A_row_that_a_policy_refuses_is_rejected_alone()
    {
        using var workspace = await NewAsync(["a", "b", "c"]);
        await workspace.SqlAsync("""
            create table thing (id text primary key, n int, v text);
            alter table thing enable row level security;
            create policy others on thing using (true) with check (n <> 2);
            do $$ begin create role tenant login; exception when duplicate_object then null; end $$;
            grant select, insert, update on thing to tenant
            """);
        workspace.SetVariable("PG_USER", "tenant");

        await workspace.RunAsync(1, "migrate", "things.yaml", "--quiet");

        AssertSecondRejected(workspace, "42501");
        Assert.Equal("1 3", await IdsAsync(workspace));
    }

    [Fact]
    public async Task An_error_in_the_profiles_own_SQL_stops_the_run_and_rejects_nothing()
    {
        using var workspace = await NewAsync(
            [.. Enumerable.Range(1, 300).Select(n => $"v{n}")],
            Record
            + """Task<int> upsert(ISqlTarget target, IReadOnlyList<Thing> batch) => target.Execute("insert into thing valuse ($1)", batch.Count);""");
        await workspace.SqlAsync("create table thing (id text primary key, n int, v text)");

        var output = await workspace.RunAsync(4, "migrate", "things.yaml");

        Assert.Contains("SQLSTATE 42601", output, StringComparison.Ordinal);
        Assert.Contains("Correct the SQL of the profile.", output, StringComparison.Ordinal);
        Assert.Equal(0, workspace.Summary("things").GetProperty("counts").GetProperty("rejectedTotal").GetInt64());
    }

    [Fact]
    public async Task A_missing_partition_for_every_record_stops_the_run_before_long()
    {
        using var workspace = await NewAsync([.. Enumerable.Range(1, 5_000).Select(n => $"v{n}")]);
        await workspace.SqlAsync(
            "create table thing (id text, n int, v text, primary key (id, n)) partition by range (n); create unique index on thing "
            + "(id, n)");
        await workspace.SqlAsync("create table before_all partition of thing for values from (-1) to (0)");
        workspace.Write("things.csx", Record.Replace("int N", "[property: Key] int N", StringComparison.Ordinal));

        var output = await workspace.RunAsync(4, "migrate", "things.yaml");

        Assert.Contains("in a row were refused for the same reason", output, StringComparison.Ordinal);
        Assert.Contains("no partition of relation \"thing\" found for row (SQLSTATE 23514", output, StringComparison.Ordinal);
        await workspace.SqlAsync("create table all_others partition of thing default");
        await workspace.RunAsync(0, "migrate", "things.yaml", "--quiet");
        Assert.Equal("5000", await workspace.SqlAsync("select count(*) from thing"));
    }

    [Fact]
    public async Task A_record_that_JSON_cannot_express_is_rejected_and_shown()
    {
        using var workspace = await NewAsync(
            ["0", "2", "4"],
            """
            [Table("thing")] record Thing([property: Key] string Id, double Mean, [property: NotMapped] string V) { [NotMapped] public string Broken => V == "0" ? throw new ArithmeticException("broken") : V; }
            Thing? parseItem(Item item) => new(item.String("id"), double.Parse(item.String("v")) / double.Parse(item.String("v")), item.String("v"));
            Thing transform(IReadOnlyList<Thing> rows) => rows[0];
            """);
        await workspace.SqlAsync("create table thing (id text primary key, mean double precision check (mean < 2))");

        await workspace.RunAsync(1, "migrate", "things.yaml", "--quiet");

        var reject = Assert.Single(workspace.Rejects("things"));
        Assert.Equal(
            """{"Id":"1","Mean":"NaN","V":"0","Broken":"cannot be shown: ArithmeticException"}""",
            reject.GetProperty("records")[0].GetRawText());
        Assert.Equal("2 3", await IdsAsync(workspace));
        Assert.Contains("NaN", await workspace.RunAsync(1, "try", "things.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_with_NaN_is_rejected_with_its_column()
    {
        using var workspace = await NewAsync(
            ["0", "2", "4"],
            """
            using System.Text.Json.Nodes;
            [Table("thing")] record Thing([property: Key] string Id, JsonObject V);
            Thing? parseItem(Item item) => new(item.String("id"), new JsonObject { ["mean"] = double.Parse(item.String("v")) / double.Parse(item.String("v")) });
            Thing transform(IReadOnlyList<Thing> rows) => rows[0];
            """);
        await workspace.SqlAsync("create table thing (id text primary key, v jsonb)");

        await workspace.RunAsync(1, "migrate", "things.yaml", "--quiet");

        var error = Assert.Single(workspace.Rejects("things")).GetProperty("error");
        Assert.Equal(("22032", "v"), (error.GetProperty("code").GetString(), error.GetProperty("column").GetString()));
        Assert.Equal("2 3", await IdsAsync(workspace));
    }

    [Fact]
    public async Task A_statement_timeout_that_a_batch_does_not_keep_makes_batches_smaller()
    {
        using var workspace = await NewAsync([.. Enumerable.Range(1, 1_000).Select(n => $"v{n}")]);
        await workspace.SqlAsync("""
            create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.001); return new; end $$;
            create table thing (id text primary key, n int, v text); create trigger slow before insert on thing for each row execute function slow()
            """);
        workspace.Write(
            "things.yaml",
            File.ReadAllText(Path.Combine(workspace.Folder, "things.yaml")) + "target:\n  statementTimeout: 700ms\nretryFor: 20s\n");

        var output = await workspace.RunAsync(0, "migrate", "things.yaml");

        Assert.Contains("lower batchSize, or raise target.statementTimeout", output, StringComparison.Ordinal);
        Assert.Equal("1000", await workspace.SqlAsync("select count(*) from thing"));
    }

    private static void AssertSecondRejected(Workspace workspace, string code)
    {
        var reject = Assert.Single(workspace.Rejects("things"));
        Assert.Equal((2, code), (reject.GetProperty("lines")[0].GetInt32(), reject.GetProperty("error").GetProperty("code").GetString()));
    }

    private static Task<string> IdsAsync(Workspace workspace) => workspace.SqlAsync("select string_agg(id, ' ' order by id) from thing");

    private async Task<Workspace> NewAsync(string[] values, string profile = Record)
    {
        var workspace = await Workspace.CreateAsync(server);
        using var export = new ExportBuilder();
        export.Lines(
            "a.json.gz",
            [.. values.Select(
                (value, i) => $$$$"""{"Item":{"id":{"S":"{{{{i + 1}}}}"},"n":{"N":"{{{{i + 1}}}}"},"v":{"S":"{{{{value}}}}"}}}""")])
                    .Write();
        var folder = Path.Combine(workspace.Folder, "export");
        CopyFolder(export.Folder, folder);
        workspace.Write("things.csx", profile);
        workspace.Write("things.yaml", $"name: things\nprofile: things.csx\nsource:\n  type: local-dynamodb\n  path: {folder}\n");
        return workspace;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

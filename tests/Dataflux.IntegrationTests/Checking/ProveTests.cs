using Dataflux.IntegrationTests.Executable;
using Npgsql;

namespace Dataflux.IntegrationTests.Checking;

/// <summary><c>check --prove</c>: what it passes, what it finds, and that it leaves nothing behind.</summary>
public sealed class ProveTests(PostgreSqlFixture server)
{
    private const string Table = "create table visits (id text primary key, page text not null, seen timestamptz not null, total integer "
        + "not null)";

    private const string Record = """
        record Row(string Id, string Page, int Total);
        [Table("visits")] record Visit([property: Key] string Id, string Page, DateTimeOffset Seen, int Total);
        Row? parseItem(Item item) => new(item.String("id"), item.String("page"), item.Int32("total"));

        """;

    [Fact]
    public async Task The_shipped_profiles_pass_on_an_empty_database_and_nothing_is_left_there()
    {
        using var workspace = await Workspace.CreateAsync(server);
        foreach (var file in new[] { "orders.yaml", "orders.csx" })
            File.Copy(Path.Combine(Workspace.Repository, "migrations", file), Path.Combine(workspace.Folder, "migrations", file));

        string[] examples = ["single-table", "event-sequences", "device-events", "documents"];
        var output = await workspace.RunAsync(
            0,
            ["check", "pictures.yaml", "pictures-bad.yaml", "orders.yaml", .. examples.Select(
                name => $"examples/{name}/{name}.yaml"), "--prove"]);

        Assert.Contains("migrations/pictures.yaml: OK", output);
        Assert.Contains("migrations/pictures-bad.yaml: OK", output);
        Assert.Contains("migrations/orders.yaml: OK", output);
        Assert.All(examples, name => Assert.Contains($"examples/{name}/{name}.yaml: OK", output));
        Assert.Equal("0", await workspace.SqlAsync(
            "select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace where nspname !~ '^pg_' and nspname <> "
            + "'information_schema'"));
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from pg_namespace where nspname like 'dataflux%'"));
    }

    [Fact]
    public async Task Bad_profiles_are_told_apart_with_column_values_and_what_shows_it_and_real_tables_stay_as_they_are()
    {
        using var workspace = await WithVisitsAsync("create table hidden (n integer); insert into hidden values (1)");
        Write(workspace, "clock", "Visit transform(Row row) => new(row.Id, \"home\", DateTimeOffset.UtcNow, 1);");
        Write(workspace, "order", "Visit transform(Row row, ProfileContext ctx) => new(row.Id, row.Page, ctx.ExportTime, 1);");
        Write(workspace, "counter", """
            Visit transform(Row row, ProfileContext ctx) => new(row.Id, "home", ctx.ExportTime, row.Total);
            Task<int> upsert(ISqlTarget target, IReadOnlyList<Visit> batch) => target.Upsert(batch, on => on
                .Set("total", "visits.total + excluded.total"));
            """);
        Write(workspace, "qualified", """
            Visit transform(Row row, ProfileContext ctx) => new(row.Id, "home", ctx.ExportTime, 1);
            Task onComplete(ISqlTarget target) => target.Execute("delete from public.visits");
            """);
        Write(workspace, "roundabout", """
            Visit transform(Row row, ProfileContext ctx) => new(row.Id, "home", ctx.ExportTime, 1);
            Task onComplete(ISqlTarget target) => target.Execute($"delete from {"pub" + "lic"}.{"hid" + "den"}");
            """);

        var output = await workspace.RunAsync(2, "check", "clock", "order", "counter", "qualified", "roundabout", "--prove");

        Assert.Matches(
            @"clock\.csx\(2,\d+\): error DF0401: after a second migration into new tables, table visits, column seen: 3 of 3 rows differ; where id = a it was '20",
            output);
        Assert.Matches(
            @"order\.csx\(\d+,\d+\): error DF0404: after migrating the files in reverse order, table visits, column page: 1 of 3 rows differs; where id = a it was 'second' and is 'first'",
            output);
        Assert.Matches(
            @"counter\.csx\(6,\d+\): error DF0402: after migrating twice, table visits, column total: 3 of 3 rows differ; where id = a it was '30' and is '60'",
            output);
        Assert.Contains("qualified.csx(5,67): error DF0406: cannot be proved: SQL names public.visits with its schema", output);
        Assert.Contains("the script writes to public.hidden, for which no copy stands in; that was rolled back", output);
        Assert.Equal(5, output.Split(": error ").Length - 1);
        Assert.Equal("0 1", await workspace.SqlAsync("select (select count(*) from visits) || ' ' || (select count(*) from hidden)"));
    }

    [Fact]
    public async Task Copies_stand_in_for_tables_sequences_and_records_with_a_schema_and_what_a_killed_proof_left_is_removed()
    {
        using var workspace = await WithVisitsAsync("""
            create table audit (id bigserial primary key, what text not null);
            insert into visits values ('a', 'kept', now(), 7); insert into audit (what) values ('kept');
            create schema media; create table media.visits (like visits including all);
            create schema dataflux_scratch_0000002a_1; create schema dataflux_scratch_0000002b_1
            """);
        Write(workspace, "audited", """
            Visit transform(Row row, ProfileContext ctx) => new(row.Id, "home", ctx.ExportTime, 1);
            async Task<int> upsert(ISqlTarget target, IReadOnlyList<Visit> batch)
            {
                await target.Execute("delete from visits where page = 'kept'");
                await target.Execute("update audit set what = 'changed'");
                return await target.Upsert(batch);
            }
            Task onComplete(ISqlTarget target) => target.Execute("select setval('audit_id_seq', 1000)");
            """);
        Write(workspace, "elsewhere", "Visit transform(Row row, ProfileContext ctx) => new(row.Id, \"home\", ctx.ExportTime, 1);");
        var script = Path.Combine(workspace.Folder, "elsewhere.csx");
        File.WriteAllText(
            script,
            File.ReadAllText(script).Replace("[Table(\"visits\")]", "[Table(\"visits\", Schema = \"media\")]", StringComparison.Ordinal));
        await using var living = await workspace.ConnectAsync();
        await using (var hold = new NpgsqlCommand("select pg_advisory_lock(x'64663473'::int, x'2b'::int)", living))
            await hold.ExecuteNonQueryAsync();

        var output = await workspace.RunAsync(0, "check", "audited", "elsewhere", "--prove");

        Assert.Contains("audit: id not compared", output);
        Assert.Equal("kept 7", await workspace.SqlAsync("select string_agg(page || ' ' || total, ',') from visits"));
        Assert.Equal("kept", await workspace.SqlAsync("select what from audit"));
        Assert.Equal("1", await workspace.SqlAsync("select last_value from audit_id_seq"));
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from media.visits"));
        Assert.Equal(
            "dataflux_scratch_0000002b_1",
            await workspace.SqlAsync("select string_agg(nspname, ' ') from pg_namespace where nspname like 'dataflux%'"));
    }

    [Fact]
    public async Task A_user_who_may_not_make_schemas_proves_on_a_private_server_with_tables_of_the_same_structure()
    {
        using var workspace = await WithVisitsAsync("""
            create schema media; create type media.mood as enum ('calm', 'it''s loud');
            alter table visits add mood media.mood default 'it''s loud', add n serial, add half integer generated always as (total / 2) stored, add check (total < 20);
            create unique index on visits (page, id);
            create role prover login; grant select, insert, update on visits to prover
            """);
        workspace.Set("PG_USER", "prover");
        Write(workspace, "counted", """
            Visit transform(Row row, ProfileContext ctx) => new(row.Id, "home", ctx.ExportTime, row.Total);
            Task<int> upsert(ISqlTarget target, IReadOnlyList<Visit> batch) => target.Upsert(batch, on => on
                .Set("total", "visits.total + 1"));
            """);

        var output = await workspace.RunAsync(2, "check", "counted", "--prove");

        // The check refuses the 20; the counter adds one.
        Assert.Contains(
            "error DF0402: after migrating twice, table visits, column total: 3 of 3 rows differ; where id = a it was '10' and is '11'",
            output);
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from visits"));
    }

    private async Task<Workspace> WithVisitsAsync(string sql = "")
    {
        var workspace = await Workspace.CreateAsync(server);
        await using var connection = await workspace.ConnectAsync();
        await using var command = new NpgsqlCommand($"{Table}; {sql}", connection);
        await command.ExecuteNonQueryAsync();
        var export = Directory.CreateDirectory(Path.Combine(workspace.Folder, "visits")).FullName;
        await File.WriteAllLinesAsync(Path.Combine(export, "1.json"), [Item("a", "first", 10), Item("b", "other", 1)]);
        await File.WriteAllLinesAsync(Path.Combine(export, "2.json"), [Item("a", "second", 20), Item("c", "other", 1)]);
        return workspace;
    }

    private static string Item(string id, string page, int total) =>
        $$$"""{"Item": {"id": {"S": "{{{id}}}"}, "page": {"S": "{{{page}}}"}, "total": {"N": "{{{total}}}" } } }""";

    private static void Write(Workspace workspace, string name, string functions)
    {
        File.WriteAllText(Path.Combine(workspace.Folder, $"{name}.csx"), Record + functions);
        File.WriteAllText(Path.Combine(workspace.Folder, $"{name}.yaml"), $$"""
            name: {{name}}
            profile: {{name}}.csx
            source: { type: local-dynamodb, path: visits, manifest: none }
            """);
    }
}

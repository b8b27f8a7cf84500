using System.Text.Json;
using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.PostgreSqlSource;

/// <summary>What <c>dataflux inspect</c> says of tables: what the catalog declares, without reading a row.</summary>
public sealed class InspectTablesTests(PostgreSqlFixture server)
{
    private const string Make = """
        create table orders (id bigint primary key, placed timestamptz not null, total numeric(12, 2), tags text[], note json, score real);
        insert into orders (id, placed) select i, now() from generate_series(1, 1000) i;
        create table log (at timestamptz, line text);
        create table codes (code text not null unique);
        create table events (id integer, at date, primary key (id, at)) partition by range (at);
        create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
        insert into events select i, '2024-05-01' from generate_series(1, 20) i;
        create view totals as select id, total from orders;
        analyze orders, events, events_2024;
        """;

    [Fact]
    public async Task All_tables_of_a_database_are_shown_with_what_their_columns_become_and_what_is_not_carried()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync(Make);

        var said = await workspace.RunAsync(0, "inspect", InitFromTablesTests.Url(workspace));

        var lines = said.Split('\n').Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains(": 4 tables, as its catalog describes them", said);
        Assert.Contains("rows and sizes are estimates", said);
        Assert.Contains(lines, static line => line.StartsWith("orders table about 1,000 ", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.EndsWith(" 6 id", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("events partitioned table about 20 ", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.StartsWith("log table - 8,192 B 2 none", StringComparison.Ordinal));
        Assert.Contains("id bigint N key", lines);
        Assert.Contains("placed timestamp with time zone S", lines);
        Assert.Contains("total numeric(12,2) null N NaN and infinities reject the row", lines);
        Assert.Contains("tags text[] null L bounds that do not begin at 1 are not kept", lines);
        Assert.Contains("id integer N key 1", lines);
        Assert.Contains("cannot be read as it is: no primary key", said);
        Assert.Contains("ALTER TABLE codes REPLICA IDENTITY USING INDEX", said);
        Assert.DoesNotContain("ALTER TABLE orders", said);
    }

    [Fact]
    public async Task The_tables_that_are_named_a_view_and_what_a_definition_reads_are_shown_for_programs_too()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync(Make);
        workspace.Write("totals.yaml", $$"""
            name: totals
            profile: totals.csx
            source: { type: postgresql, connection: "{{workspace.ConnectionString}}", table: totals, key: id }
            """);
        workspace.Write("query.yaml", $$"""
            name: query
            profile: totals.csx
            source: { type: postgresql, connection: "{{workspace.ConnectionString}}", query: "select id, 1 as n from orders", key: id }
            """);

        var named = await JsonAsync(InitFromTablesTests.Url(workspace), "--table", "orders", "--table", "public.codes");
        var view = await JsonAsync("totals.yaml");
        var query = await JsonAsync("query.yaml");

        Assert.Equal(["orders", "codes"], Names(named));
        Assert.Equal(1000, named[0].GetProperty("rows").GetInt64());
        Assert.Equal("N", named[0].GetProperty("columns")[2].GetProperty("attributes")[0].GetString());
        Assert.Equal(("view", "id"), (view[0].GetProperty("kind").GetString(), view[0].GetProperty("key")[0].GetString()));
        Assert.False(view[0].TryGetProperty("keyProblem", out _), "a view with a key was refused");
        Assert.Equal(["id", "n"], Names(query[0].GetProperty("columns")));

        static IEnumerable<string?> Names(JsonElement all) =>
            all.EnumerateArray().Select(static one => one.GetProperty("name").GetString());

        async Task<JsonElement> JsonAsync(params string[] arguments)
        {
            var said = await workspace.RunAsync(0, ["inspect", .. arguments, "--output", "json"]);
            return JsonDocument.Parse(said).RootElement.GetProperty("tables");
        }
    }

    [Fact]
    public async Task Values_are_looked_at_where_a_sample_is_asked_for()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync(Make);

        var said = await workspace.RunAsync(0, "inspect", InitFromTablesTests.Url(workspace), "--table", "orders", "--sample", "10");

        Assert.Contains("10 items (a sample) of 1,000", said);
    }
}

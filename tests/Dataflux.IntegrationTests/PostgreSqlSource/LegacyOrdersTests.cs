using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.PostgreSqlSource;

/// <summary>A table becomes another one, with the real executable. What must be there is computed by the server alone.</summary>
public sealed class LegacyOrdersTests(PostgreSqlFixture server)
{
    private const int Killed = 128 + 9;
    private static readonly string[] Migrate = ["migrate", "examples/legacy-orders/legacy-orders.yaml"];

    // What the example makes of a row, in SQL.
    private const string Expected =
        """
        select no, customer_no, placed, case state when 'N' then 'new' when 'P' then 'paid' when 'S' then 'shipped' else 'cancelled' end,
               (total_cents / 100.0)::numeric(12, 2), coalesce(string_to_array(tags, ','), '{}'), shipping ->> 'city',
               coalesce(jsonb_array_length(shipping -> 'parcels'), 0)
          from legacy.orders
        """;

    [Fact]
    public async Task A_table_is_moved_with_a_transformation_and_a_killed_run_says_how_many_snapshots_it_read()
    {
        using var workspace = await Workspace.CreateAsync(server);
        workspace.SetVariable("LEGACY_DB", workspace.ConnectionString!);
        await workspace.SqlAsync(await File.ReadAllTextAsync(Path.Combine(workspace.Folder, "examples", "legacy-orders", "source.sql")));

        var output = await workspace.RunAsync(0, Migrate);

        Assert.Contains("= count of the snapshot", output);
        Assert.Contains("one state: yes, 1 snapshot", output);
        Assert.Equal("0", await DifferencesAsync(workspace));
        Assert.Contains("  0 inserted, 0 updated, ", await workspace.RunAsync(0, Migrate));

        // A stretch is 20,000 rows. What is killed behind the first one goes on behind it; a row that came meanwhile comes, too.
        await workspace.SqlAsync(
            "insert into legacy.orders select n, 1, now(), 'N', 1, null, null from generate_series(10000, 50000) n; truncate orders");
        workspace.ForgetState("legacy-orders");
        await workspace.Set("DATAFLUX_KILL_AT", "after-checkpoint:2").RunAsync(Killed, Migrate);
        await workspace.SqlAsync("insert into legacy.orders select 90000, 2, now(), 'P', 1, null, null");

        output = await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, Migrate);

        Assert.Contains("one state: no, 2 snapshots", output);
        Assert.Contains("is gone on with in another snapshot", output);
        Assert.Equal("0", await DifferencesAsync(workspace));
        Assert.Equal(2, workspace.Summary("legacy-orders").GetProperty("snapshots").GetInt32());
        Assert.True(workspace.Summary("legacy-orders").GetProperty("itemsRead").GetInt64() < 40_000, "what was done was read again");
    }

    /// <summary>Counts the rows that are not what the example makes of its source.</summary>
    internal const string Differences =
        $"select count(*) from ((({Expected}) except table orders) union all (table orders except ({Expected}))) as different";

    private static Task<string> DifferencesAsync(Workspace workspace) => workspace.SqlAsync(Differences);
}

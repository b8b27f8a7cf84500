using System.Globalization;
using Dataflux.Dialects.PostgreSql.Targets;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.IntegrationTests.Daemon;

public sealed class ReplicaTests(ReplicatedServer server, PostgreSqlFixture postgres) : IClassFixture<ReplicatedServer>
{
    // Long enough for the replicas to be asked several times, once a second.
    private static readonly string[] Limits = ["--max-rate", "200/s", "--max-replica-lag", "500ms"];

    [Fact]
    public async Task A_replica_that_stops_replaying_holds_the_run_until_it_goes_on()
    {
        await using var gated = await GatedMigration.CreateAsync(await server.Primary.CreateDatabaseAsync());
        await server.Replica.SqlAsync("select pg_wal_replay_pause()");
        using var run = gated.Start(["migrate", "gated.yaml", .. Limits, "--metrics-port", "0"]);
        try
        {
            await gated.UntilAsync(status => status.Last?.Pressure?.HeldSince is not null);
            var written = await gated.CountAsync();
            await gated.UntilAsync(status => status.Last?.Pressure is { HeldSince: not null, ReplicaLagSeconds: > 3, HeldSeconds: > 2 });

            Assert.InRange(written, 0, GatedMigration.Files * GatedMigration.ItemsPerFile / 2);
            Assert.Equal(written, await gated.CountAsync());
            var shown = (await gated.RunAsync("status", "gated")).Out;
            Assert.Contains("  rate        ", shown, StringComparison.Ordinal);
            Assert.Matches(
                @"  replicas    standby1 is [0-9]+\.[0-9] s behind, 0\.5 s allowed; writers wait for it since 00:[0-9:]+", shown);
            using var http = new HttpClient();
            var metrics = await http.GetStringAsync(gated.Status.Last!.Metrics, TestContext.Current.CancellationToken);
            Assert.True(Metric(metrics, "dataflux_replica_lag_seconds") > 3, metrics);
            Assert.Equal(0.5, Metric(metrics, "dataflux_replica_lag_limit_seconds"));
            Assert.True(Metric(metrics, "dataflux_replica_hold_seconds_total") > 2, metrics);
            Assert.Equal(200, Metric(metrics, "dataflux_rate_limit_records_per_second"));
        }
        finally
        {
            await server.Replica.SqlAsync("select pg_wal_replay_resume()");
        }

        var end = await GatedMigration.EndAsync(run);
        Assert.Equal(ExitCode.CompleteWithRejects, end.Code);
        Assert.Equal(GatedMigration.Kept, await gated.CountAsync());

        // Said once when it begins and once when it ends.
        var said = end.Out.Split('\n').Where(line => line.Contains("] Writers ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(said);
        Assert.All(said, (line, i) => Assert.Contains(
            i % 2 == 0 ? "WARN [gated] Writers wait for replica standby1: it is " : "INFO [gated] Writers go on after ",
            line,
            StringComparison.Ordinal));
        Assert.Null(gated.Status.Last!.Pressure!.HeldSince);
    }

    [Fact]
    public async Task What_is_to_be_tried_on_a_standby_is_refused_with_the_reason()
    {
        await using var target = new PostgreSqlTarget(NpgsqlDataSource.Create(server.Replica.ConnectionString("postgres")), "standby");

        var refused = await Assert.ThrowsAsync<TargetException>(() => target.RehearseAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
            "the server is a hot standby (pg_is_in_recovery() is true), which takes no writes; name the primary in target.host, or wait "
            + "until this one is promoted",
            Assert.Single(refused.Findings).Message);
    }

    [Fact]
    public async Task A_run_whose_host_is_a_standby_now_connects_anew_until_it_finds_the_primary()
    {
        var database = await server.Primary.CreateDatabaseAsync();
        await using var gated = await GatedMigration.CreateAsync(database);
        await server.Primary.ReplicateAsync();

        // The host's name leads to the replica first, and its connections stay open: nothing but the failure tells of the fail-over.
        var host = Path.Combine(gated.Folder, "host");
        Directory.CreateSymbolicLink(host, server.Replica.Folder);
        gated.Use(database.Replace(server.Primary.Folder, host, StringComparison.Ordinal));
        using var run = gated.Start(["migrate", "gated.yaml"]);
        await gated.UntilAsync(status => status.Last?.Waiting?.Message.Contains("25006", StringComparison.Ordinal) == true);
        Directory.Delete(host);
        Directory.CreateSymbolicLink(host, server.Primary.Folder);

        Assert.Equal(ExitCode.CompleteWithRejects, (await GatedMigration.EndAsync(run)).Code);
        Assert.Equal(GatedMigration.Kept, await gated.CountAsync());
        Assert.Equal(GatedMigration.Files, gated.Status.Last!.Counts.RejectedTotal);
    }

    [Fact]
    public async Task A_user_who_may_not_see_the_lag_is_told_what_to_grant()
    {
        var database = await server.Primary.CreateDatabaseAsync();
        await using var gated = await GatedMigration.CreateAsync(database);
        await server.Primary.SqlAsync("create role writer login");
        await gated.SqlAsync("grant all on thing to writer");
        gated.Use(database.Replace("Username=postgres", "Username=writer", StringComparison.Ordinal));

        var refused = await gated.RunAsync("migrate", "gated.yaml", "--max-replica-lag", "10s");
        Assert.Equal(ExitCode.Failed, refused.Code);
        Assert.Contains("grant pg_read_all_stats to \"writer\"", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, await gated.CountAsync());

        await server.Primary.SqlAsync("grant pg_read_all_stats to writer");
        Assert.Equal(ExitCode.CompleteWithRejects, (await gated.RunAsync("migrate", "gated.yaml", "--max-replica-lag", "10s")).Code);
    }

    [Fact]
    public async Task Where_Auroras_function_is_it_is_asked_instead()
    {
        // No Aurora is at hand: a function with the columns that its documentation names stands in for it.
        await using var gated = await GatedMigration.CreateAsync(postgres);
        await gated.SqlAsync("""
            create function aurora_replica_status() returns table
              (server_id text, session_id text, replica_lag_in_msec double precision, last_update_timestamp timestamptz) language sql as $$
                values ('writer-1', 'MASTER_SESSION_ID', null, now()),
                       ('reader-1', 'a', 20::double precision, now()),
                       ('reader-2', 'b', case when (select count(*) from thing) between 1 and 300 then 4000 else 30 end, now()),
                       ('reader-gone', 'c', 900000, now() - interval '1 day')
              $$;
            """);

        using var run = gated.Start(["migrate", "gated.yaml", .. Limits]);
        await gated.UntilAsync(status => status.Last?.Pressure?.HeldSince is not null);
        Assert.Equal(("reader-2", 4), (gated.Status.Last!.Pressure!.Replica, gated.Status.Last.Pressure.ReplicaLagSeconds));
        await gated.SqlAsync("insert into thing select 'more' || n, 9, n from generate_series(1, 300) n");
        Assert.Equal(ExitCode.CompleteWithRejects, (await GatedMigration.EndAsync(run)).Code);
    }

    private static double Metric(string page, string name) => double.Parse(
        Assert.Single(page.Split('\n'), line => line.StartsWith(name + "{", StringComparison.Ordinal)).Split(' ')[1],
        CultureInfo.InvariantCulture);
}

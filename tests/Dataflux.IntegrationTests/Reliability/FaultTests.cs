using System.Text.RegularExpressions;
using Dataflux.IntegrationTests.Executable;
using Npgsql;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// The database fails in every way that will pass. No record is rejected because of it, none is lost, none is there twice: the end is that
/// of a run without failures.
/// </summary>
public sealed class FaultTests(FaultlessRun faultless) : IClassFixture<FaultlessRun>, IAsyncLifetime
{
    // A run that has not ended when the test does something to its server.
    private static readonly string[] Slowly = ["--max-rate", "200/s"];

    private readonly OwnServer _server = faultless.Server;
    private readonly Workspace _workspace = faultless.Workspace;
    private readonly Outcome _expected = faultless.Outcome;

    public async ValueTask InitializeAsync() => await faultless.ForgetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Ended_sessions_timeouts_conflicts_and_refusals_in_the_middle_of_batches_change_nothing()
    {
        // A sequence is not rolled back, so each of these calls meets one failure, and its repetition the next call.
        await _server.SqlAsync("""
            create sequence calls;
            create function trouble() returns trigger language plpgsql as $$ begin
              case nextval('calls')
                when 3, 20, 40 then perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(60);
                when 6, 25 then perform pg_sleep(60);
                when 9 then raise serialization_failure;
                when 12 then raise deadlock_detected;
                when 15 then raise lock_not_available;
                when 18 then raise too_many_connections;
                when 22 then raise read_only_sql_transaction;
                when 28 then raise out_of_memory;
                when 31 then raise cannot_connect_now;
                else null;
              end case;
              return null;
            end $$;
            create trigger trouble after insert on picture for each statement execute function trouble();
            """);

        var output = await _workspace.RunAsync(1, [.. FaultlessRun.Migrate, "--set", "target.statementTimeout=1s"]);

        Assert.Equal(_expected, await Outcome.OfAsync(_workspace));
        // Two of the failures that fewer records could avoid, met by the same batch, divide it instead of repeating it.
        var divided = Regex.Count(output, "was too much for the target");
        Assert.Equal(12, _workspace.Summary().GetProperty("retries").GetInt64() + divided);
        Assert.All(
            ["57P01", "57014", "40001", "40P01", "55P03", "53300", "25006", "53200", "57P03"], state => Assert.Contains(state, output));
    }

    [Fact]
    public async Task Every_session_ended_from_outside_again_and_again_changes_nothing()
    {
        using var run = _workspace.Start([.. FaultlessRun.Migrate, .. Slowly]);
        var ended = 0L;
        for (var file = 1; file <= 5; file++)
        {
            await run.SeenAsync($"Completed file [{file}/7]");
            ended += await _server.EndSessionsAsync();
        }

        var output = await run.EndsWithAsync(1);

        Assert.Equal(_expected, await Outcome.OfAsync(_workspace));
        Assert.True(ended >= 10, $"only {ended} sessions were ended");
        Assert.True(_workspace.Summary().GetProperty("retries").GetInt64() >= 4, output);
    }

    [Fact]
    public async Task A_server_that_crashes_and_comes_back_changes_nothing()
    {
        using var run = _workspace.Start([.. FaultlessRun.Migrate, .. Slowly]);
        foreach (var seen in new[] { "Completed file [1/7]", "Completed file [4/7]" })
        {
            await run.SeenAsync(seen);
            await _server.CrashAsync();
            await run.SeenAsync("; attempt 2 in");
            NpgsqlConnection.ClearAllPools();
            await _server.StartAgainAsync();
        }

        await run.EndsWithAsync(1);

        Assert.Equal(_expected, await Outcome.OfAsync(_workspace));
    }

    [Fact]
    public async Task A_writer_that_locks_the_same_rows_in_the_opposite_order_changes_nothing()
    {
        await _workspace.RunAsync(1, FaultlessRun.Migrate);

        // Rows that are as they should be would not be locked.
        await _server.SqlAsync("""update picture set "agencyId" = -1""");

        // The fifth row waits until the other client waits for one of the four before it; by then that client has locked all rows after it.
        await _server.SqlAsync("""
            create sequence rows_seen;
            create function meet() returns trigger language plpgsql as $$ begin
              if nextval('rows_seen') = 5 then
                perform pg_advisory_xact_lock(4711);
                while not exists (select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))) loop
                  perform pg_sleep(0.005);
                end loop;
              end if;
              return new;
            end $$;
            create trigger trouble before insert on picture for each row execute function meet();
            """);

        // The other client never gives way: it is dataflux that the server ends the deadlock with.
        var other = _server.SqlAsync("""
            set deadlock_timeout = '1h';
            do $$ begin
              while not exists (select from pg_locks where locktype = 'advisory' and objid = 4711) loop
                perform pg_sleep(0.005);
              end loop;
              perform id from picture order by id desc for update skip locked;
              perform id from picture order by id desc for update;
            end $$
            """);
        var output = await _workspace.RunAsync(1, "migrate", "pictures.yaml", "--writers", "1");
        await other;

        Assert.Contains("40P01", output);
        Assert.Equal(_expected, await Outcome.OfAsync(_workspace));
    }

    [Fact]
    public async Task A_network_that_cuts_delays_and_splits_changes_nothing()
    {
        await using var proxy = new RoughProxy(_server.Port, cuts: 12);
        _workspace.Set("PORT", $"{proxy.Port}");

        await _workspace.RunAsync(1, FaultlessRun.Migrate);

        Assert.Equal(_expected, await Outcome.OfAsync(_workspace));
        Assert.True(proxy.Cuts >= 5, $"only {proxy.Cuts} connections were cut off");
    }
}

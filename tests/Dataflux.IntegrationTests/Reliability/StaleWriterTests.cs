using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>A process that lost its lock comes back after another one has written: it must not write over that, and says so.</summary>
public sealed class StaleWriterTests(FaultlessRun faultless) : IClassFixture<FaultlessRun>, IAsyncLifetime
{
    private const string Rows = "select count(*) || ' ' || md5(string_agg(p::text, '|' order by id)) from picture p";
    private const string State = "select coalesce(md5(string_agg(s::text, '|' order by migration, name)), '') from dataflux.state s";

    // The migration's lock is a session-level one on a connection that does nothing else.
    private const string EndLock = "select count(pg_terminate_backend(pid, 5000)) from pg_locks where locktype = 'advisory' and granted "
        + "and mode = 'ExclusiveLock'";

    // The server ends what a cut network or a machine that is gone leaves open, sooner or later.
    private const string EndAll = "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where application_name like "
        + "'dataflux%'";
    private const string Idle = "select not exists (select from pg_stat_activity where application_name like 'dataflux%' and state <> "
        + "'idle')";

    private static readonly string[] Slowly = [.. FaultlessRun.Migrate, "--max-rate", "200/s"];

    private readonly OwnServer _server = faultless.Server;
    private readonly Workspace _workspace = faultless.Workspace;

    public async ValueTask InitializeAsync()
    {
        await faultless.ForgetAsync();
        await _server.SqlAsync("drop schema if exists dataflux cascade");
    }

    public ValueTask DisposeAsync()
    {
        _workspace.Set("DATAFLUX_CHECKPOINT", null);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("target")]
    public async Task A_host_that_was_cut_off_stops_when_another_one_wrote_meanwhile(string checkpoint)
    {
        await using var proxy = new CutProxy(_server.Port);
        _workspace.Set("DATAFLUX_CHECKPOINT", checkpoint).Set("PORT", $"{proxy.Port}");
        using var stale = _workspace.Start(Slowly);
        await stale.SeenAsync("Completed file [1/7]");
        await proxy.CutAsync();
        _workspace.Set("PORT", $"{_server.Port}");

        await AssertStaleAsync(stale, checkpoint, proxy.HealAsync);
    }

    [Theory]
    [InlineData("folder", EndLock)]
    [InlineData("target", EndAll)]
    public async Task A_process_that_stood_still_stops_when_another_one_wrote_meanwhile(string checkpoint, string end)
    {
        _workspace.Set("DATAFLUX_CHECKPOINT", checkpoint);
        using var stale = _workspace.Start(Slowly);
        await stale.SeenAsync("Completed file [1/7]");
        await PauseBetweenBatchesAsync(stale);
        Assert.NotEqual("0", await _workspace.SqlAsync(end));

        await AssertStaleAsync(stale, checkpoint, () => stale.SignalAsync("CONT"));
    }

    private async Task AssertStaleAsync(DatafluxProcess stale, string checkpoint, Func<Task> comesBack)
    {
        // The other host reaches the server by another way, which is a change of the definition where the state is in the target.
        await _workspace.RunAsync(
            1,
            [.. FaultlessRun.Migrate, "--accept-changes", "--state-dir", Path.Combine(
                _workspace.Folder, $"other-{checkpoint}-{Guid.NewGuid():N}")]);

        // What the table is like when it has gone on without the first process: whatever that one wrote would show.
        await _server.SqlAsync("""update picture set "agencyId" = -1""");
        var (rows, state) = (await _workspace.SqlAsync(Rows), await _workspace.SqlAsync(State));
        await comesBack();
        var output = await stale.EndsWithAsync(4);

        Assert.Contains("Another process wrote 'pictures' into this database meanwhile", output);
        Assert.Equal(rows, await _workspace.SqlAsync(Rows));
        Assert.Equal(state, await _workspace.SqlAsync(State));
    }

    // With a transaction open the other process would wait for its rows.
    private async Task PauseBetweenBatchesAsync(DatafluxProcess process)
    {
        await process.SignalAsync("STOP");
        while (await _workspace.SqlAsync(Idle) != "True")
        {
            await process.SignalAsync("CONT");
            await process.SignalAsync("STOP");
        }
    }
}

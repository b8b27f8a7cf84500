using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>A host whose network is away for a while comes back after another host has written: it must not write over that.</summary>
public sealed class StaleWriterTests(FaultlessRun faultless) : IClassFixture<FaultlessRun>, IAsyncLifetime
{
    private const string Rows = "select count(*) || ' ' || md5(string_agg(p::text, '|' order by id)) from picture p";
    private const string State = "select coalesce(md5(string_agg(s::text, '|' order by name)), '') from dataflux.state s";

    private readonly OwnServer _server = faultless.Server;
    private readonly Workspace _workspace = faultless.Workspace;

    public async ValueTask InitializeAsync() => await faultless.ForgetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("folder")]
    [InlineData("target")]
    public async Task A_host_that_was_cut_off_stops_when_another_one_wrote_meanwhile(string checkpoint)
    {
        await using var proxy = new CutProxy(_server.Port);
        _workspace.Set("DATAFLUX_CHECKPOINT", checkpoint);
        _workspace.Set("PORT", $"{proxy.Port}");
        using var stale = _workspace.Start([.. FaultlessRun.Migrate, "--max-rate", "200/s"]);
        await stale.SeenAsync("Completed file [2/7]");
        await proxy.CutAsync();
        _workspace.Set("PORT", $"{_server.Port}");
        await _workspace.RunAsync(1, [.. FaultlessRun.Migrate, "--state-dir", Path.Combine(_workspace.Folder, checkpoint)]);

        // What the table is like when it has gone on without the first host.
        await _server.SqlAsync("""update picture set "agencyId" = -1; create table if not exists dataflux.state (name text)""");
        var (rows, state) = (await _workspace.SqlAsync(Rows), await _workspace.SqlAsync(State));
        proxy.Heal();
        var output = await stale.EndsWithAsync(4);

        Assert.Contains("Another process wrote 'pictures' into this database meanwhile", output);
        Assert.Equal(rows, await _workspace.SqlAsync(Rows));
        Assert.Equal(state, await _workspace.SqlAsync(State));
        await _server.SqlAsync("drop schema dataflux cascade");
    }
}

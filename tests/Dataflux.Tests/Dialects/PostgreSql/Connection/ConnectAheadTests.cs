using System.Net;
using System.Net.Sockets;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Targets;
using Dataflux.Engine.Settings;

namespace Dataflux.Tests.Dialects.PostgreSql.Connection;

public sealed class ConnectAheadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-ahead-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_failure_of_a_try_that_is_under_way_is_that_of_the_first_who_needs_it()
    {
        var gate = new TaskCompletionSource();
        await using var ahead = new ConnectingAhead(_ => gate.Task);
        var first = ahead.TakeAsync(Stop);
        await ahead.TakeAsync(Stop);

        gate.SetException(new TimeoutException("away"));

        Assert.Equal("away", (await Assert.ThrowsAsync<TimeoutException>(() => first)).Message);
    }

    [Fact]
    public async Task Who_needs_it_can_stop_waiting_for_it()
    {
        await using var ahead = new ConnectingAhead(token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));
        using var stop = new CancellationTokenSource();
        var first = ahead.TakeAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task A_target_that_is_not_needed_any_more_does_not_wait_for_a_server_that_says_nothing()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var target = TargetOf(
            ("connection", $"postgresql://u:p@127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/db?connect_timeout=600"));
        target.ConnectAhead();
        using var client = await silent.AcceptSocketAsync(Stop);

        await target.DisposeAsync();

        while (await client.ReceiveAsync(new byte[64], Stop) > 0)
        {
            // What it had said before it left.
        }
    }

    [Fact]
    public async Task A_private_server_is_not_made_before_it_is_needed()
    {
        var target = TargetOf();

        target.ConnectAhead();

        await target.DisposeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private PostgreSqlTarget TargetOf(params (string Key, object Value)[] settings) =>
        new(
            PostgreSqlConnection.From(
                new DialectSettings(settings.ToDictionary(setting => setting.Key, setting => setting.Value), _folder)));
}

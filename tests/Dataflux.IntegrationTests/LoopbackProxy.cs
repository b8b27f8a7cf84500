using System.Net;
using System.Net.Sockets;

namespace Dataflux.IntegrationTests;

/// <summary>A server on a free port of this machine that serves each connection by itself until it is disposed.</summary>
internal abstract class LoopbackProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private Task _accepting = Task.CompletedTask;

    /// <summary>Where it listens.</summary>
    private protected IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Ends what connections wait for.</summary>
    private protected CancellationToken Stop { get; }

    private protected LoopbackProxy() => Stop = _stop.Token;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    /// <summary>Begins to listen, when all that <see cref="ServeAsync"/> needs is there.</summary>
    private protected void Listen()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Serves one connection; what goes wrong with it is no failure of the proxy.</summary>
    private protected abstract Task ServeAsync(Socket client);

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptSocketAsync(Stop)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }
}

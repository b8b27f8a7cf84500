using System.Net;
using System.Net.Sockets;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// A network that is not what it should be: bytes arrive in pieces of random length, some late, and the first connections are cut
/// off after a random number of bytes, in the middle of whatever they were about.
/// </summary>
internal sealed class RoughProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Random _random = new(20260114);
    private readonly int _server;
    private readonly Task _accepting;
    private int _cutsLeft;

    internal RoughProxy(int serverPort, int cuts)
    {
        _server = serverPort;
        _cutsLeft = cuts;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections it cut off.</summary>
    internal int Cuts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
                var allowance = new Allowance { Bytes = Interlocked.Decrement(ref _cutsLeft) >= 0 ? Next(200, 60_000) : long.MaxValue };
                var there = PassAsync(client.GetStream(), server.GetStream(), allowance);
                var back = PassAsync(server.GetStream(), client.GetStream(), allowance);
                await Task.WhenAny(there, back);
                client.Close();
                server.Close();
                await Task.WhenAll(there, back);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side is gone, which is what this is about.
            }
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, Allowance allowance)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer.AsMemory(0, Next(1, buffer.Length)), _stop.Token) is var read and > 0)
        {
            if (Interlocked.Add(ref allowance.Bytes, -read) < 0)
            {
                Cuts++;
                return;
            }

            if (Next(0, 50) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, _stop.Token);
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    private int Next(int from, int to)
    {
        lock (_random)
        {
            return _random.Next(from, to);
        }
    }

    private sealed class Allowance
    {
        internal long Bytes;
    }
}

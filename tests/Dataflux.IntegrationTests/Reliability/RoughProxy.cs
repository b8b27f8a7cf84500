using System.Net;
using System.Net.Sockets;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// A network that is not what it should be: bytes arrive in pieces of random length, some late, and the first connections are cut
/// off after a random number of bytes, in the middle of whatever they were about.
/// </summary>
internal sealed class RoughProxy : LoopbackProxy
{
    private readonly Random _random = new(20260114);
    private readonly int _server;
    private int _cutsLeft;

    internal RoughProxy(int serverPort, int cuts)
    {
        _server = serverPort;
        _cutsLeft = cuts;
        Listen();
    }

    internal int Port => Address.Port;

    /// <summary>Connections it cut off.</summary>
    internal int Cuts { get; private set; }

    private protected override async Task ServeAsync(Socket accepted)
    {
        using var server = new TcpClient();
        using (var client = new TcpClient { Client = accepted })
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, Stop);
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
        while (await from.ReadAsync(buffer.AsMemory(0, Next(1, buffer.Length)), Stop) is var read and > 0)
        {
            if (Interlocked.Add(ref allowance.Bytes, -read) < 0)
            {
                Cuts++;
                return;
            }

            if (Next(0, 50) == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Stop);

            await to.WriteAsync(buffer.AsMemory(0, read), Stop);
        }
    }

    private int Next(int from, int to)
    {
        lock (_random)
            return _random.Next(from, to);
    }

    private sealed class Allowance
    {
        internal long Bytes;
    }
}

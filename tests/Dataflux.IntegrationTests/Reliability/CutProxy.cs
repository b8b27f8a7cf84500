using System.Net;
using System.Net.Sockets;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>A network that can be cut off, and comes back.</summary>
internal sealed class CutProxy : LoopbackProxy
{
    private readonly int _server;
    private volatile CancellationTokenSource _cut = new();

    internal CutProxy(int serverPort)
    {
        _server = serverPort;
        Listen();
    }

    internal int Port => Address.Port;

    /// <summary>Ends all connections; new ones end at once.</summary>
    internal Task CutAsync() => _cut.CancelAsync();

    /// <summary>Serves new connections again.</summary>
    internal Task HealAsync()
    {
        _cut = new();
        return Task.CompletedTask;
    }

    private protected override async Task ServeAsync(Socket accepted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token, Stop);
        using var server = new TcpClient();
        using var client = new TcpClient { Client = accepted };
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server, either.Token);
            var there = client.GetStream().CopyToAsync(server.GetStream(), either.Token);
            var back = server.GetStream().CopyToAsync(client.GetStream(), either.Token);
            await await Task.WhenAny(there, back);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side is gone, or the way between.
        }
    }
}

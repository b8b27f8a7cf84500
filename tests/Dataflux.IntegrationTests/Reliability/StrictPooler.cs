using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// Stands before a server as PgBouncer does: opening a connection with a startup parameter it does not know is refused in its words
/// (08P01), and so is a database it was not told of. Whatever else is said passes as it is.
/// </summary>
internal sealed class StrictPooler : LoopbackProxy
{
    private static readonly string[] Known =
    [
        "user", "database", "client_encoding", "datestyle", "timezone", "standard_conforming_strings", "application_name",
    ];
    private readonly EndPoint _server;
    private int _refusals;

    internal StrictPooler(EndPoint server)
    {
        _server = server;
        Listen();
    }

    internal int Port => Address.Port;

    /// <summary>The database that it refuses.</summary>
    internal string? UnknownDatabase { get; init; }

    /// <summary>Connections it refused.</summary>
    internal int Refusals => Volatile.Read(ref _refusals);

    private protected override async Task ServeAsync(Socket accepted)
    {
        using var client = new NetworkStream(accepted, ownsSocket: true);
        using var server = new Socket(
            _server.AddressFamily, SocketType.Stream, _server is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            var startup = await StartupAsync(client);
            if (Refused(startup) is { } refusal)
            {
                Interlocked.Increment(ref _refusals);
                await client.WriteAsync(ErrorOf(refusal), Stop);
                return;
            }

            await server.ConnectAsync(_server, Stop);
            await using var behind = new NetworkStream(server);
            await behind.WriteAsync(startup, Stop);
            var there = client.CopyToAsync(behind, Stop);
            var back = behind.CopyToAsync(client, Stop);
            await Task.WhenAny(there, back);
            client.Close();
            server.Close();
            await Task.WhenAll(there, back);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone.
        }
    }

    // Requests for encryption are declined, as by a pooler without certificates.
    private async Task<byte[]> StartupAsync(NetworkStream client)
    {
        while (true)
        {
            var length = new byte[4];
            await client.ReadExactlyAsync(length, Stop);
            var message = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            length.CopyTo(message, 0);
            await client.ReadExactlyAsync(message.AsMemory(4), Stop);
            if (message.Length != 8)
                return message;

            await client.WriteAsync("N"u8.ToArray(), Stop);
        }
    }

    private string? Refused(byte[] startup)
    {
        var words = Encoding.UTF8.GetString(startup.AsSpan(8)).Split('\0');
        for (var i = 0; i + 1 < words.Length && words[i].Length > 0; i += 2)
        {
            if (!Known.Contains(words[i], StringComparer.OrdinalIgnoreCase))
                return $"unsupported startup parameter: {words[i]}";

            if (words[i] == "database" && words[i + 1] == UnknownDatabase)
                return $"no such database: {words[i + 1]}";
        }

        return null;
    }

    private static byte[] ErrorOf(string message)
    {
        var fields = Encoding.UTF8.GetBytes($"SFATAL\0VFATAL\0C08P01\0M{message}\0\0");
        var bytes = new byte[fields.Length + 5];
        bytes[0] = (byte)'E';
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), fields.Length + 4);
        fields.CopyTo(bytes, 5);
        return bytes;
    }
}

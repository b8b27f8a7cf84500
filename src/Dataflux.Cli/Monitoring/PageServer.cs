using System.Net;
using System.Net.Sockets;
using System.Text;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Monitoring;

/// <summary>
/// A web server of a few read-only pages: one request per connection, GET and HEAD alone. On loopback it answers only requests
/// that name loopback as their host, so that a web site in the user's browser cannot read the pages by a name of its own.
/// </summary>
internal sealed class PageServer : IAsyncDisposable
{
    private const int LongestHead = 8 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly TcpListener _listener;
    private readonly IReadOnlyDictionary<string, Page> _pages;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private PageServer(TcpListener listener, IReadOnlyDictionary<string, Page> pages)
    {
        _listener = listener;
        _pages = pages;
        _serving = ServeAsync();
    }

    private IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Begins to serve.</summary>
    /// <param name="host">The address to listen at.</param>
    /// <param name="port">The port; 0: one that is free.</param>
    /// <param name="pages">The pages by path.</param>
    /// <exception cref="UsageException">The address is none, or the port is taken.</exception>
    internal static PageServer Start(string host, int port, IReadOnlyDictionary<string, Page> pages)
    {
        if (!IPAddress.TryParse(host == "localhost" ? "127.0.0.1" : host, out var address))
            throw new UsageException($"'{host}' is not an address to listen at; expected one such as 127.0.0.1, or 0.0.0.0 for all");

        var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new UsageException($"{host}:{port} cannot be listened at: {e.Message}; choose another port, or 0 for one that is free");
        }

        return new PageServer(listener, pages);
    }

    /// <summary>Where a page is.</summary>
    internal Uri AddressOf(string path) =>
        new UriBuilder("http", EndPoint.Address.Equals(IPAddress.Any) ? "127.0.0.1" : EndPoint.Address.ToString(), EndPoint.Port, path).Uri;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Patience);
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                var request = await ReadHeadAsync(stream, patience.Token);
                var (status, page) = Answer(request);
                var body = await page.WriteAsync(patience.Token);
                var head = $"HTTP/1.1 {status}\r\nContent-Type: {page.Type}\r\nContent-Length: {body.Length}\r\nCache-Control: no-store\r\n"
                    + "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head), patience.Token);
                if (!request.StartsWith("HEAD ", StringComparison.Ordinal))
                    await stream.WriteAsync(body, patience.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side went away, or the run ends: nobody is left to be told.
            return;
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken stop)
    {
        var buffer = new byte[LongestHead];
        var length = 0;
        while (length < buffer.Length && !buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), stop);
            if (read == 0)
                break;

            length += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private (string Status, Page Page) Answer(string head)
    {
        var lines = head.Split("\r\n");
        var request = lines[0].Split(' ');
        if (request.Length != 3 || request[0] is not ("GET" or "HEAD"))
            return Text("405 Method Not Allowed");

        var host = lines.FirstOrDefault(line => line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))?[5..].Trim() ?? "";
        if (IPAddress.IsLoopback(EndPoint.Address) && !IsLoopback(host))
            return Text("421 Misdirected Request");

        return _pages.TryGetValue(request[1].Split('?')[0], out var page)
            ? ("200 OK", page)
            : Text("404 Not Found");
    }

    private static bool IsLoopback(string host) =>
        Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri)
        && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));

    private static (string Status, Page Page) Text(string status) => (status, Page.For("text/plain", () => status + "\n"));
}

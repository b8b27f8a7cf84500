using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Dataflux.IntegrationTests.S3;

/// <summary>
/// A proxy in front of the S3 server that hands requests on and damages some answers. It takes one request per connection.
/// </summary>
internal sealed partial class FaultyProxy : LoopbackProxy
{
    private const int PieceLength = 16 * 1024;
    private const int AlteredByte = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private readonly IPEndPoint _server;
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];
    private (string Path, Fault Fault, int Times) _plan;

    internal FaultyProxy(IPEndPoint server)
    {
        _server = server;
        Listen();
    }

    internal string Url => $"http://{Address}";

    /// <summary>Called after an answer was damaged, before the client sees the end of it.</summary>
    internal Func<Task>? AfterFault { get; set; }

    /// <summary>A header of requests that is not handed on, as if the store did not know it.</summary>
    internal string? Ignored { get; set; }

    /// <summary>Says of the head of a request whether its credentials have expired; <see langword="null"/>: never.</summary>
    internal Func<string, bool>? Expired { get; set; }

    /// <summary>The heads of the requests so far.</summary>
    internal IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>Damages the next answers to requests whose first line has a text in it.</summary>
    internal void Plan(string path, Fault fault, int times)
    {
        lock (_gate)
            _plan = (path, fault, times);
    }

    private protected override async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                var head = await ReadHeadAsync(client);
                if (head.Length == 0)
                    return;

                var body = await ReadBodyAsync(client, head);
                var fault = Next(head);
                await AnswerAsync(client, head, body, fault);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or IOException)
            {
                // The client went away, which is what some tests are about.
            }
        }
    }

    private Fault Next(string head)
    {
        lock (_gate)
        {
            _requests.Add(head);
            if (Expired?.Invoke(head) == true)
                return Fault.ExpiredToken;

            if (_plan.Times == 0 || !head[..head.IndexOf('\r', StringComparison.Ordinal)].Contains(_plan.Path, StringComparison.Ordinal))
                return Fault.None;

            _plan.Times--;
            return _plan.Fault;
        }
    }

    private async Task AnswerAsync(Socket client, string head, byte[] sent, Fault fault)
    {
        switch (fault)
        {
            case Fault.Refuse:
                Reset(client);
                return;
            case Fault.SlowDown:
                await SendAsync(client, Error("503 Slow Down", "SlowDown", "Please reduce your request rate."));
                return;
            case Fault.AccessDenied:
                await SendAsync(client, Error("403 Forbidden", "AccessDenied", "Access Denied"));
                return;
            case Fault.ExpiredToken:
                await SendAsync(client, Error("400 Bad Request", "ExpiredToken", "The provided token has expired."));
                return;
            case Fault.OtherRegion:
                await SendAsync(
                    client, Error("301 Moved Permanently", "PermanentRedirect", "The bucket must be addressed using another endpoint."));
                return;
        }

        var (answer, body) = await ForwardAsync(head, sent);
        var half = body + ((answer.Length - body) / 2);
        switch (fault)
        {
            case Fault.Cut:
                await SendAsync(client, answer.AsMemory(0, half));
                await FaultDoneAsync();
                client.Shutdown(SocketShutdown.Both);
                return;
            case Fault.Reset:
                await SendAsync(client, answer.AsMemory(0, half));
                await FaultDoneAsync();
                Reset(client);
                return;
            case Fault.Stall:
                await SendAsync(client, answer.AsMemory(0, half));
                await client.ReceiveAsync(new byte[1], Stop); // until the client gives up
                return;
            case Fault.Trickle:
                for (var at = 0; at < answer.Length; at += PieceLength)
                {
                    await SendAsync(client, answer.AsMemory(at, Math.Min(PieceLength, answer.Length - at)));
                    await Task.Delay(Pause, Stop);
                }

                break;
            case Fault.Alter:
                answer[body + AlteredByte] ^= 1;
                await SendAsync(client, answer);
                break;
            default:
                await SendAsync(client, answer);
                break;
        }

        client.Shutdown(SocketShutdown.Send);
        await client.ReceiveAsync(new byte[1], Stop); // the client closes first, so that it sees every byte
    }

    private Task FaultDoneAsync() => AfterFault?.Invoke() ?? Task.CompletedTask;

    /// <summary>The server's whole answer and where its body begins.</summary>
    private async Task<(byte[] Answer, int Body)> ForwardAsync(string head, byte[] sent)
    {
        if (Ignored is not null)
            head = string.Join("\r\n", head.Split("\r\n").Where(line => !line.StartsWith(Ignored, StringComparison.OrdinalIgnoreCase)));

        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await server.ConnectAsync(_server, Stop);
        await SendAsync(server, Encoding.Latin1.GetBytes(head[..^2] + "Connection: close\r\n\r\n"));
        await SendAsync(server, sent);
        await using var stream = new NetworkStream(server);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, Stop);
        var bytes = answer.ToArray();
        return (bytes, bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4);
    }

    private async Task<string> ReadHeadAsync(Socket client)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await client.ReceiveAsync(one, Stop) == 0)
                return "";

            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task<byte[]> ReadBodyAsync(Socket client, string head)
    {
        var body = new byte[ContentLength().Match(head) is { Success: true } length
            ? int.Parse(length.Groups["bytes"].Value, CultureInfo.InvariantCulture)
            : 0];
        for (var read = 0; read < body.Length;)
        {
            read += await client.ReceiveAsync(body.AsMemory(read), Stop) is var count and > 0
                ? count
                : throw new IOException("the client ended in the middle of a body");
        }

        return body;
    }

    [GeneratedRegex(@"\r\nContent-Length: *(?<bytes>\d+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContentLength();

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await to.SendAsync(bytes, Stop)..];
    }

    private static void Reset(Socket client)
    {
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
    }

    private static byte[] Error(string status, string code, string message)
    {
        var body = $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>";
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
    }
}

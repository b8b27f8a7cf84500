using System.Net.Sockets;
using System.Text;

namespace Dataflux.IntegrationTests.S3;

/// <summary>Something that answers where an S3 store is expected, whatever it is asked.</summary>
internal sealed class LyingStore : LoopbackProxy
{
    private readonly byte[] _answer;

    /// <param name="status">The status line's end, such as <c>403 Forbidden</c>.</param>
    /// <param name="body">The body.</param>
    internal LyingStore(string status, string body)
    {
        var bytes = Encoding.Latin1.GetBytes(body);
        _answer = [
            .. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"), .. bytes,
        ];
        Listen();
    }

    internal string Url => $"http://{Address}";

    private protected override async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await using var stream = new NetworkStream(client);
                using var reader = new StreamReader(stream, Encoding.ASCII);
                while (await reader.ReadLineAsync(Stop) is { Length: > 0 })
                {
                    // What is asked does not matter.
                }

                await stream.WriteAsync(_answer, Stop);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or IOException)
            {
                // The client went away.
            }
        }
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Dataflux.IntegrationTests;

/// <summary>A request as it comes over a connection.</summary>
/// <param name="Line">Its first line, such as <c>POST /_bulk HTTP/1.1</c>.</param>
/// <param name="Headers">The headers, by their names in any case.</param>
/// <param name="Body">The body.</param>
internal sealed record HttpRequest(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private static readonly string[] HandedOn = ["X-Amz-Target", "X-Amz-Date", "Authorization"];

    /// <summary>Reads one; <see langword="null"/>: the client closed the connection.</summary>
    internal static async Task<HttpRequest?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head is not [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
        {
            if (await stream.ReadAsync(one, cancellation) == 0)
                return null;

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1)
            .Select(static line => line.Split(':', 2))
            .ToDictionary(static pair => pair[0], static pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellation);
        var isPacked = headers.GetValueOrDefault("Content-Encoding") == "gzip";
        return new(lines[0], headers, isPacked ? Unpack(body) : Encoding.UTF8.GetString(body));
    }

    private static string Unpack(byte[] body)
    {
        using var text = new StreamReader(new GZipStream(new MemoryStream(body), CompressionMode.Decompress), Encoding.UTF8);
        return text.ReadToEnd();
    }

    /// <summary>The same request with another body.</summary>
    internal HttpRequestMessage With(string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
        foreach (var name in HandedOn.Where(Headers.ContainsKey))
            request.Headers.TryAddWithoutValidation(name, Headers[name]);

        return request;
    }
}

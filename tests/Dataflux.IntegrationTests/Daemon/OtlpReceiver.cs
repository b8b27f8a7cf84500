using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Dataflux.IntegrationTests.Daemon;

/// <summary>
/// A small receiver of OTLP over HTTP. It reads of opentelemetry/proto/metrics/v1/metrics.proto what a counter of whole numbers needs:
/// request 1 resource_metrics, 2 scope_metrics, 2 metrics; a metric's 1 name and 7 sum; a sum's 1 data points; a point's 6 as_int and 7
/// attributes.
/// </summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, long> _sums = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    internal OtlpReceiver()
    {
        // The system chooses a free port for a moment, as HttpListener cannot.
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = ReceiveAsync();
    }

    internal string Address { get; }

    /// <summary>The last values, by name and attribute values: <c>dataflux.items.rejected gated transform</c>.</summary>
    internal Dictionary<string, long> Sums()
    {
        lock (_gate)
            return new(_sums, StringComparer.Ordinal);
    }

    public void Dispose() => _listener.Close();

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                if (context.Request.RawUrl == "/v1/metrics")
                {
                    lock (_gate)
                        Read(body.ToArray());
                }

                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed by the test.
            return;
        }
    }

    private void Read(ReadOnlyMemory<byte> request)
    {
        foreach (var metric in In(request, 1).SelectMany(resource => In(resource, 2)).SelectMany(scope => In(scope, 2)))
        {
            var name = Encoding.UTF8.GetString(In(metric, 1).Single().Span);
            foreach (var point in In(metric, 7).SelectMany(sum => In(sum, 1)))
            {
                var attributes = In(point, 7).Select(pair => Encoding.UTF8.GetString(In(In(pair, 2).Single(), 1).Single().Span));
                if (In(point, 6).SingleOrDefault() is { Length: > 0 } whole) // seconds are not whole numbers, and in another field
                    _sums[string.Join(' ', attributes.Prepend(name))] = BinaryPrimitives.ReadInt64LittleEndian(whole.Span);
            }
        }
    }

    /// <summary>
    /// The values of a message's field; the bytes of one with a length, or of a fixed one
    /// (https://protobuf.dev/programming-guides/encoding/).
    /// </summary>
    private static IEnumerable<ReadOnlyMemory<byte>> In(ReadOnlyMemory<byte> message, ulong field)
    {
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message, ref at);
            var start = at;
            var length = (tag & 7) switch { 0 => Skip(message, ref at), 1 => 8, 5 => 4, _ => (int)Varint(message, ref at) };
            if ((tag & 7) == 2)
                start = at;
            at = start + length;
            if (tag >> 3 == field)
                yield return message.Slice(start, length);
        }
    }

    private static int Skip(ReadOnlyMemory<byte> message, ref int at)
    {
        var start = at;
        _ = Varint(message, ref at);
        return at - start;
    }

    private static ulong Varint(ReadOnlyMemory<byte> message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message.Span[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}

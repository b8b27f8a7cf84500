namespace Dataflux.Dialects.MySql.Encoding;

/// <summary>
/// Bytes that are read in pieces of at most a packet: each piece goes to the server as one, and one that is larger than the server takes
/// ends the connection without a word.
/// </summary>
/// <param name="bytes">Holds the bytes.</param>
/// <param name="length">How many.</param>
/// <param name="most">The largest piece.</param>
internal sealed class PacketStream(byte[] bytes, int length, int most) : MemoryStream(bytes, 0, length, writable: false)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        base.ReadAsync(buffer, offset, Math.Min(count, most), cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
}

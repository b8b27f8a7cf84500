using System.Buffers.Binary;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>Booleans, UUIDs and bytes.</summary>
internal static class PlainWriters
{
    internal static void Bool(CopyBuffer buffer, bool value)
    {
        var span = buffer.Take(5);
        BinaryPrimitives.WriteInt32BigEndian(span, 1);
        span[4] = value ? (byte)1 : (byte)0;
    }

    internal static void Uuid(CopyBuffer buffer, Guid value)
    {
        var span = buffer.Take(20);
        BinaryPrimitives.WriteInt32BigEndian(span, 16);
        value.TryWriteBytes(span[4..], bigEndian: true, out _);
    }

    internal static void Bytea(CopyBuffer buffer, byte[] value) => Bytea(buffer, value.AsMemory());

    internal static void Bytea(CopyBuffer buffer, Memory<byte> value) => Bytea(buffer, (ReadOnlyMemory<byte>)value);

    internal static void Bytea(CopyBuffer buffer, ReadOnlyMemory<byte> value)
    {
        buffer.WriteInt32(value.Length);
        value.Span.CopyTo(buffer.Take(value.Length));
    }
}

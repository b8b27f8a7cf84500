using System.Buffers.Text;
using Dataflux.Dialects.Lines;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>Booleans as BOOL, bytes as B, UUIDs as S.</summary>
internal static class TextReaders
{
    internal static void Bool(ReadOnlySpan<byte> value, LineWriter line) => TypedValue.AddBool(value[0] != 0, line);

    internal static void Bytea(ReadOnlySpan<byte> value, LineWriter line)
    {
        line.Add("{\"B\":\""u8);
        Base64.EncodeToUtf8(value, line.Room(Base64.GetMaxEncodedToUtf8Length(value.Length)), out _, out var written);
        line.Filled(written);
        line.Add("\"}"u8);
    }

    internal static void Uuid(ReadOnlySpan<byte> value, LineWriter line)
    {
        line.Add("{\"S\":\""u8);
        new Guid(value, bigEndian: true).TryFormat(line.Room(36), out var written);
        line.Filled(written);
        line.Add("\"}"u8);
    }
}

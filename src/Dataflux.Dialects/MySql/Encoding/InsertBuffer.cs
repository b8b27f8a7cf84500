using System.Buffers;

namespace Dataflux.Dialects.MySql.Encoding;

/// <summary>Rows for INSERT … VALUES, with a comma behind each.</summary>
internal sealed class InsertBuffer() : RowBuffer((byte)',')
{
    private static readonly SearchValues<byte> Marked = SearchValues.Create("'\\\0"u8);

    private protected override int EndLength => 2;

    internal override void BeginRow() => Put("("u8);

    internal override void EndRow() => Put("),"u8);

    internal override void Null() => Put("null"u8);

    internal override void Text(ReadOnlySpan<byte> utf8)
    {
        Put("'"u8);
        PutEscaped(utf8, Marked);
        Put("'"u8);
    }

    internal override void Bytes(ReadOnlySpan<byte> value)
    {
        Put("x'"u8);
        PutHexadecimal(value);
        Put("'"u8);
    }
}

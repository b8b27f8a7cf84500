using System.Buffers;

namespace Dataflux.Dialects.MySql.Encoding;

/// <summary>
/// Rows for LOAD DATA: values with tabs between them, one row a line, escapes with a backslash; bytes as hexadecimal digits.
/// </summary>
internal sealed class LoadBuffer() : RowBuffer((byte)'\t')
{
    private static readonly SearchValues<byte> Marked = SearchValues.Create("\t\n\\\0"u8);

    private protected override int EndLength => 1;

    internal override void BeginRow()
    {
    }

    internal override void EndRow() => Put("\n"u8);

    internal override void Null() => Put("\\N"u8);

    internal override void Text(ReadOnlySpan<byte> utf8) => PutEscaped(utf8, Marked);

    internal override void Bytes(ReadOnlySpan<byte> value) => PutHexadecimal(value);
}

using System.Buffers;

namespace Dataflux.Dialects.MySql.Encoding;

/// <summary>
/// Rows for LOAD DATA: values with tabs between them, one row a line, escapes with a backslash; bytes as hexadecimal digits.
/// </summary>
internal sealed class LoadBuffer : RowBuffer
{
    private static readonly SearchValues<byte> Marked = SearchValues.Create("\t\n\\\0"u8);
    private bool _isFirst;

    internal override void BeginRow() => _isFirst = true;

    internal override void EndRow() => Put("\n"u8);

    internal override void Next()
    {
        if (!_isFirst)
            Put("\t"u8);
        _isFirst = false;
    }

    internal override void Null() => Put("\\N"u8);

    internal override void Text(ReadOnlySpan<byte> utf8) => PutEscaped(utf8, Marked);

    internal override void Bytes(ReadOnlySpan<byte> value) => PutHexadecimal(value);
}

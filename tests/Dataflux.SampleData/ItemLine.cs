using System.Globalization;
using System.Text;

namespace Dataflux.SampleData;

/// <summary>A line of DynamoDB JSON under construction, as UTF-8. One buffer, used again for every line.</summary>
internal sealed class ItemLine
{
    private byte[] _bytes = new byte[4 * 1024];
    private int _length;
    private bool _first;

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    internal void Begin()
    {
        _length = 0;
        _first = true;
        Raw("{\"Item\":{");
    }

    internal void End() => Raw("}}\n");

    internal void Number(string name, long value, bool asText = false)
    {
        Name(name);
        Raw(asText ? "{\"S\":\"" : "{\"N\":\"");
        Reserve(20);
        value.TryFormat(_bytes.AsSpan(_length), out var written, provider: CultureInfo.InvariantCulture);
        _length += written;
        Raw("\"}");
    }

    internal void Null(string name) => Verbatim(name, "{\"NULL\":true}");

    /// <summary>Text of which nothing needs an escape.</summary>
    internal void PlainText(string name, string value)
    {
        Name(name);
        Raw("{\"S\":\"");
        Raw(value);
        Raw("\"}");
    }

    /// <summary>Text, escaped where JSON demands it and, if asked, also where it only allows it.</summary>
    internal void Text(string name, string value, bool escapeAll)
    {
        Name(name);
        Raw("{\"S\":\"");
        foreach (var rune in value.EnumerateRunes())
            Escaped(rune, escapeAll);

        Raw("\"}");
    }

    /// <summary>An attribute value that is already DynamoDB JSON.</summary>
    internal void Verbatim(string name, string value)
    {
        Name(name);
        Raw(value);
    }

    /// <summary>A whole line instead of an item.</summary>
    internal void Whole(ReadOnlySpan<byte> line)
    {
        _length = 0;
        Reserve(line.Length + 1);
        line.CopyTo(_bytes);
        _bytes[line.Length] = (byte)'\n';
        _length = line.Length + 1;
    }

    private void Name(string name)
    {
        Raw(_first ? "\"" : ",\"");
        _first = false;
        Raw(name);
        Raw("\":");
    }

    private void Escaped(Rune rune, bool escapeAll)
    {
        Reserve(12);
        switch (rune.Value)
        {
            case '"': Raw("\\\""); break;
            case '\\': Raw("\\\\"); break;
            case '\n': Raw("\\n"); break;
            case '\t': Raw("\\t"); break;
            case '/' when escapeAll: Raw("\\/"); break;
            case < ' ': Raw($"\\u{rune.Value:x4}"); break;
            case > '~' when escapeAll:
                Span<char> units = stackalloc char[2];
                foreach (var unit in units[..rune.EncodeToUtf16(units)])
                    Raw($"\\u{(int)unit:x4}");

                break;
            default: _length += rune.EncodeToUtf8(_bytes.AsSpan(_length)); break;
        }
    }

    private void Raw(string text)
    {
        Reserve(text.Length * 3);
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    private void Reserve(int count)
    {
        if (_length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
    }
}

using System.Text;

namespace Dataflux.Dialects.DynamoDbExport.Ion;

/// <summary>Bytes of JSON that grow at their end and can be cut back, when a line turns out to be bad half-way.</summary>
/// <param name="capacity">How many bytes to make room for.</param>
internal sealed class LineBuffer(int capacity)
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(capacity);

    /// <summary>How many bytes there are; may be set back.</summary>
    internal int Length { get; set; }

    internal ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>A character inside a JSON string. Half of a surrogate pair is kept as an escape: it has no UTF-8.</summary>
    internal void AddText(int codePoint)
    {
        if (codePoint is '"' or '\\')
            Add([(byte)'\\', (byte)codePoint]);
        else if (codePoint < ' ' || codePoint is >= 0xD800 and <= 0xDFFF)
            Add(Encoding.ASCII.GetBytes($"\\u{codePoint:x4}"));
        else
            Length += new Rune(codePoint).EncodeToUtf8(Room(4));
    }

    private Span<byte> Room(int more)
    {
        if (_bytes.Length - Length < more)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + more));
        return _bytes.AsSpan(Length);
    }
}

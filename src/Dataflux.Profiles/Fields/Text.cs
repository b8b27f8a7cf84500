using System.Text;
using System.Text.Json.Serialization;
using Dataflux.Profiles.Fields;

namespace Dataflux.Profiles;

/// <summary>
/// Text as UTF-8, as it is in the export and as databases take it: what a row or a record of a large migration may hold instead of a
/// string. Rows live until their file is grouped, and until then the runtime moves every string among them again and again; texts lie
/// side by side in larger pieces of memory, in half the space, and are neither decoded nor encoded on their way into a column or document.
/// </summary>
/// <remarks>
/// Positions and lengths count bytes: a character that is not ASCII takes two to four. Texts are equal when their bytes are, and are
/// ordered by them, which is the order of code points and of PostgreSQL's collation <c>"C"</c>.
/// </remarks>
[JsonConverter(typeof(TextJsonConverter))]
public readonly struct Text : IEquatable<Text>, IComparable<Text>, ISpanFormattable, IUtf8SpanFormattable
{
    internal static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[]? _bytes;
    private readonly int _start;

    private Text(byte[]? bytes, int start, int length)
    {
        _bytes = bytes;
        _start = start;
        Length = length;
    }

    /// <summary>The length in bytes; 0 for a text made by <see langword="default"/>.</summary>
    public int Length { get; }

    /// <summary>Whether there is no character in it.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>
    /// The bytes, to be searched and written: <c>text.Utf8.StartsWith("/img/"u8)</c>, <c>text.Utf8.LastIndexOf((byte)'.')</c>,
    /// <c>json.WriteString("path"u8, text.Utf8)</c>.
    /// </summary>
    public ReadOnlySpan<byte> Utf8 => new(_bytes, _start, Length);

    /// <summary>
    /// Encodes a string. There is no conversion of its own: it would make an empty text of every <see langword="null"/> it meets.
    /// </summary>
    /// <param name="text">The string.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">The string holds half of a surrogate pair, which is no text.</exception>
    public static Text Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Strict.GetBytes(text);
        return new(bytes, 0, bytes.Length);
    }

    /// <summary>
    /// Writes an interpolated string as a text, without a string in between: <c>Text.Create($"{stem}-{id}{extension}")</c>. Values are
    /// formatted with the invariant culture.
    /// </summary>
    /// <param name="text">The interpolated string.</param>
    /// <returns>The text.</returns>
    public static Text Create(TextBuilder text) => text.ToText();

    /// <summary>A part of the text, which shares its memory: <c>text[5..]</c>, <c>text[..^4]</c>.</summary>
    /// <param name="start">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the text.</exception>
    /// <exception cref="ArgumentException">The part begins or ends inside a character.</exception>
    public Text Slice(int start, int length)
    {
        if ((uint)start > (uint)Length || (uint)length > (uint)(Length - start))
            throw new ArgumentOutOfRangeException(nameof(length), $"bytes {start} to {start + length} of a text of {Length}");
        if (IsInsideCharacter(start) || IsInsideCharacter(start + length))
            throw new ArgumentException($"bytes {start} to {start + length} of \"{this}\" begin or end inside a character");
        return new(_bytes, _start + start, length);
    }

    /// <summary>Whether two texts have the same bytes.</summary>
    /// <param name="left">One text.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Text left, Text right) => left.Equals(right);

    /// <summary>Whether two texts differ in any byte.</summary>
    /// <param name="left">One text.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Text left, Text right) => !left.Equals(right);

    /// <summary>Whether one text comes before another.</summary>
    /// <param name="left">One text.</param>
    /// <param name="right">The other.</param>
    public static bool operator <(Text left, Text right) => left.CompareTo(right) < 0;

    /// <summary>Whether one text comes before another or is the same.</summary>
    /// <param name="left">One text.</param>
    /// <param name="right">The other.</param>
    public static bool operator <=(Text left, Text right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one text comes after another.</summary>
    /// <param name="left">One text.</param>
    /// <param name="right">The other.</param>
    public static bool operator >(Text left, Text right) => left.CompareTo(right) > 0;

    /// <summary>Whether one text comes after another or is the same.</summary>
    /// <param name="left">One text.</param>
    /// <param name="right">The other.</param>
    public static bool operator >=(Text left, Text right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public bool Equals(Text other) => Utf8.SequenceEqual(other.Utf8);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Text other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Utf8);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int CompareTo(Text other) => Utf8.SequenceCompareTo(other.Utf8);

    /// <summary>The text as a string.</summary>
    /// <returns>The string.</returns>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);

    /// <summary>For interpolated strings; a format is not used.</summary>
    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Encoding.UTF8.TryGetChars(Utf8, destination, out charsWritten);

    /// <inheritdoc/>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        bytesWritten = Utf8.TryCopyTo(utf8Destination) ? Length : 0;
        return bytesWritten == Length;
    }

    /// <summary>Copies the bytes of a text.</summary>
    internal static Text Copy(ReadOnlySpan<byte> utf8)
    {
        var kept = TextPage.Keep(utf8);
        return new(kept.Array, kept.Offset, kept.Count);
    }

    // The bytes of a character after its first begin with the bits 10.
    private bool IsInsideCharacter(int position) => position < Length && (Utf8[position] & 0xC0) == 0x80;
}

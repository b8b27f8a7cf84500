using System.Buffers;
using System.Text.Encodings.Web;

namespace Dataflux.Engine.Ground;

/// <summary>
/// Encodes JSON to be read by people, too: letters, quotes and markup stay what they are. Whatever a terminal would obey is an escape, and
/// so are marks of direction, which make a line read as another one than it is.
/// </summary>
public sealed unsafe class PrintableJson : JavaScriptEncoder
{
    private static readonly SearchValues<char> Marks = SearchValues.Create(
        "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");
    private static readonly JavaScriptEncoder Inner = UnsafeRelaxedJsonEscaping;

    private PrintableJson()
    {
    }

    /// <summary>The encoder.</summary>
    public static PrintableJson Encoder { get; } = new();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => Inner.MaxOutputCharactersPerInputCharacter;

    /// <summary>
    /// Whether a letter changes the direction in which the text around it is read
    /// (https://unicode.org/reports/tr9/#Directional_Formatting_Characters).
    /// </summary>
    /// <param name="letter">The letter.</param>
    public static bool IsDirectionMark(char letter) => Marks.Contains(letter);

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var first = Inner.FindFirstCharacterToEncode(text, textLength);
        var mark = new ReadOnlySpan<char>(text, first < 0 ? textLength : first).IndexOfAny(Marks);
        return mark < 0 ? first : mark;
    }

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => IsMark(unicodeScalar) || Inner.WillEncode(unicodeScalar);

    /// <inheritdoc/>
    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        return IsMark(unicodeScalar)
            ? new Span<char>(buffer, bufferLength).TryWrite($"\\u{unicodeScalar:x4}", out numberOfCharactersWritten)
            : Inner.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
    }

    private static bool IsMark(int unicodeScalar) => unicodeScalar <= char.MaxValue && IsDirectionMark((char)unicodeScalar);
}

using System.Buffers;
using System.Text.Encodings.Web;

namespace Dataflux.Profiles.Fields;

/// <summary>
/// Escapes in documents only what JSON forbids inside a string (RFC 8259, section 7). The framework's encoders look at each letter that is
/// not ASCII, and write those above U+FFFF as twelve bytes instead of four; databases take UTF-8 as it is.
/// </summary>
/// <remarks>
/// Bytes are trusted to be UTF-8, as those of <see cref="Text"/> are; of strings, halves of surrogate pairs become U+FFFD.
/// </remarks>
internal sealed unsafe class DocumentEncoder : JavaScriptEncoder
{
    private const string Forbidden =
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019"
        + "\u001a\u001b\u001c\u001d\u001e\u001f";

    private static readonly SearchValues<char> ForbiddenLetters = SearchValues.Create(Forbidden);
    private static readonly SearchValues<byte> ForbiddenBytes = SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(Forbidden));

    private DocumentEncoder()
    {
    }

    internal static DocumentEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => UnsafeRelaxedJsonEscaping.MaxOutputCharactersPerInputCharacter;

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) => utf8Text.IndexOfAny(ForbiddenBytes);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var letters = new ReadOnlySpan<char>(text, textLength);
        var first = letters.IndexOfAny(ForbiddenLetters);
        var half = FirstLoneSurrogate(first < 0 ? letters : letters[..first]);
        return half < 0 ? first : half;
    }

    public override bool WillEncode(int unicodeScalar) => unicodeScalar < ' ' || unicodeScalar is '"' or '\\';

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        UnsafeRelaxedJsonEscaping.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    private static int FirstLoneSurrogate(ReadOnlySpan<char> letters)
    {
        for (var at = 0; letters[at..].IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var next; at += 2)
        {
            at += next;
            if (at + 1 == letters.Length || !char.IsSurrogatePair(letters[at], letters[at + 1]))
                return at;
        }

        return -1;
    }
}

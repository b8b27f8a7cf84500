using System.Buffers.Text;
using System.Text;
using Dataflux.Profiles.Fields;
using Dataflux.Profiles.Items;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles;

public readonly partial struct Value
{
    private const int UuidLength = 36;

    /// <summary>The text of an S value.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="AttributeException">The value is not S, or holds half of a surrogate pair, which is no text.</exception>
    public string AsString()
    {
        if (Type != AttributeType.S)
            throw WrongType("S");
        if (!Entry.ValueEscaped)
            return Encoding.UTF8.GetString(Raw);
        var text = JsonText.Decode(Raw, escaped: true, out var loneSurrogate);
        return loneSurrogate ? throw AttributeErrors.LoneSurrogate(this) : text;
    }

    /// <summary>The text of an S value as it is in the export, see <see cref="Item.Text"/>.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="AttributeException">The value is not S, or holds half of a surrogate pair, which is no text.</exception>
    public Text AsText() => Type == AttributeType.S && !Entry.ValueEscaped ? Text.Copy(Raw) : Text.Of(AsString());

    /// <summary>The truth value of a BOOL value.</summary>
    /// <returns>The truth value.</returns>
    /// <exception cref="AttributeException">The value is not BOOL.</exception>
    public bool AsBool() => Type == AttributeType.BOOL ? Raw[0] == 't' : throw WrongType("BOOL");

    /// <summary>The bytes of a B value.</summary>
    /// <returns>The bytes, decoded from the export's base64.</returns>
    /// <exception cref="AttributeException">The value is not B.</exception>
    public byte[] AsBytes()
    {
        if (Type != AttributeType.B)
            throw WrongType("B");
        var text = Unescaped();
        if (text.IsEmpty)
            return [];
        var padding = text[^1] != '=' ? 0 : text[^2] != '=' ? 1 : 2;
        var bytes = new byte[(text.Length / 4 * 3) - padding];
        Base64.DecodeFromUtf8(text, bytes, out _, out _);
        return bytes;
    }

    /// <summary>The UUID in an S value, with or without hyphens.</summary>
    /// <returns>The UUID.</returns>
    /// <exception cref="AttributeException">The value is not S or holds no UUID.</exception>
    public Guid AsGuid()
    {
        if (Type != AttributeType.S)
            throw WrongType("S (UUID)");
        var text = Unescaped();
        Span<char> chars = stackalloc char[UuidLength];
        if (text.Length <= UuidLength && Encoding.UTF8.TryGetChars(text, chars, out var length)
            && (Guid.TryParseExact(chars[..length], "D", out var uuid) || Guid.TryParseExact(chars[..length], "N", out uuid)))
        {
            return uuid;
        }

        throw AttributeErrors.Unfit(this, "is no UUID; expected 32 hexadecimal digits, with or without hyphens");
    }

    /// <summary>The time in an S value, see <see cref="Item.Timestamp(string)"/>.</summary>
    /// <returns>The time in UTC.</returns>
    /// <exception cref="AttributeException">The value is not S or holds no time of that form.</exception>
    public DateTimeOffset AsTimestamp()
    {
        if (Type != AttributeType.S)
            throw WrongType("S (ISO 8601 time)");
        var problem = IsoTime.Read(Unescaped(), out var time);
        return problem is null ? time : throw AttributeErrors.Unfit(this, problem);
    }
}

using System.Text;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>
/// Characters that JSON text writes as escapes, read from any and written as PostgreSQL does (source, <c>escape_json</c>).
/// </summary>
internal static class JsonbEscape
{
    /// <summary>Reads an escape.</summary>
    /// <param name="json">Text that begins with it.</param>
    /// <param name="character">What it stands for.</param>
    /// <param name="length">How many bytes it takes.</param>
    /// <returns>Whether it is one, of a character that <c>jsonb</c> can hold.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> json, out Rune character, out int length)
    {
        (character, length) = (default, 2);
        if (json.Length < 2 || json[0] != '\\')
            return false;
        var plain = json[1] switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'"' or (byte)'\\' or (byte)'/' => (char)json[1],
            _ => '\0',
        };
        if (plain != '\0')
        {
            character = new(plain);
            return true;
        }

        if (!EscapedCode.TryRead(json, out var code))
            return false;
        length = EscapedCode.Length;
        if (!char.IsHighSurrogate(code))
            return Rune.TryCreate(code, out character) && code != 0;
        length = 2 * EscapedCode.Length;
        return EscapedCode.TryRead(json[EscapedCode.Length..], out var low) && Rune.TryCreate(code, low, out character);
    }

    /// <summary>Writes a character between quotes.</summary>
    /// <returns>How many bytes it took.</returns>
    internal static int Write(Rune character, Span<byte> target)
    {
        var named = character.Value switch
        {
            '\b' => (byte)'b',
            '\f' => (byte)'f',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            '"' or '\\' => (byte)character.Value,
            _ => (byte)0,
        };
        if (named != 0)
        {
            (target[0], target[1]) = ((byte)'\\', named);
            return 2;
        }

        if (character.Value >= ' ')
            return character.EncodeToUtf8(target);
        "\\u00"u8.CopyTo(target);
        (target[4], target[5]) = ((byte)('0' + (character.Value >> 4)), (byte)"0123456789abcdef"[character.Value & 15]);
        return EscapedCode.Length;
    }
}

using System.Buffers;
using System.Text;

namespace Dataflux.Profiles.Parsing;

/// <summary>The text inside the quotes of a JSON string that the scanner has accepted.</summary>
internal static class JsonText
{
    /// <summary>The text as UTF-16.</summary>
    /// <param name="raw">The bytes inside the quotes.</param>
    /// <param name="escaped">Whether they hold a backslash.</param>
    /// <param name="loneSurrogate">Whether the text holds half of a surrogate pair, which the result shows as U+FFFD.</param>
    public static string Decode(ReadOnlySpan<byte> raw, bool escaped, out bool loneSurrogate)
    {
        loneSurrogate = false;
        if (!escaped)
            return Encoding.UTF8.GetString(raw);
        var chars = ArrayPool<char>.Shared.Rent(raw.Length);
        var length = Unescape(raw, chars);
        loneSurrogate = ReplaceLoneSurrogates(chars.AsSpan(0, length));
        var text = new string(chars, 0, length);
        ArrayPool<char>.Shared.Return(chars);
        return text;
    }

    /// <summary>Whether the text equals a name, lone surrogates included.</summary>
    public static bool Equals(ReadOnlySpan<byte> raw, ReadOnlySpan<char> name)
    {
        var chars = ArrayPool<char>.Shared.Rent(raw.Length + 1);
        var length = Unescape(raw, chars);
        var equal = name.SequenceEqual(chars.AsSpan(0, length));
        ArrayPool<char>.Shared.Return(chars);
        return equal;
    }

    /// <summary>The text as UTF-16, lone surrogates kept: for comparing, not for handing out.</summary>
    public static string DecodeExactly(ReadOnlySpan<byte> raw)
    {
        var chars = ArrayPool<char>.Shared.Rent(raw.Length + 1);
        var text = new string(chars, 0, Unescape(raw, chars));
        ArrayPool<char>.Shared.Return(chars);
        return text;
    }

    private static int Unescape(ReadOnlySpan<byte> raw, Span<char> target)
    {
        var length = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0)
                plain = raw.Length;
            length += Encoding.UTF8.GetChars(raw[..plain], target[length..]);
            raw = raw[plain..];
            if (raw.IsEmpty)
                break;
            if (raw[1] == 'u')
            {
                target[length++] = HexChar(raw.Slice(2, 4));
                raw = raw[6..];
            }
            else
            {
                target[length++] = Unescape(raw[1]);
                raw = raw[2..];
            }
        }

        return length;
    }

    private static char Unescape(byte escape) => escape switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => (char)escape,
    };

    private static char HexChar(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
            value = (value << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return (char)value;
    }

    private static bool ReplaceLoneSurrogates(Span<char> text)
    {
        var found = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            text[i] = '\uFFFD';
            found = true;
        }

        return found;
    }
}

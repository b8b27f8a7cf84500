using System.Buffers;

namespace Dataflux.Profiles.Parsing;

/// <summary>
/// Characters that JSON can hold and databases cannot: U+0000 and halves of surrogate pairs. In JSON they can only be
/// written as escapes, so a line without their beginnings has none.
/// </summary>
internal static class UnstorableText
{
    /// <summary>Whether a look at each escape is worth it.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> json) =>
        json.IndexOf("\\u0000"u8) >= 0 || json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0;

    /// <summary>Copies JSON text and puts something else in the place of each such character.</summary>
    /// <param name="json">The text.</param>
    /// <param name="replacement">What to put there, as it is written inside a JSON string; empty takes it out.</param>
    /// <param name="target">Where to write.</param>
    public static void Clean(ReadOnlySpan<byte> json, ReadOnlySpan<byte> replacement, IBufferWriter<byte> target)
    {
        while (Next(json, out var at))
        {
            target.Write(json[..at]);
            target.Write(replacement);
            json = json[(at + EscapedCode.Length)..];
        }

        target.Write(json);
    }

    /// <summary>Finds the first such character.</summary>
    public static bool Next(ReadOnlySpan<byte> json, out int at)
    {
        for (at = 0; at < json.Length;)
        {
            var escape = json[at..].IndexOf((byte)'\\');
            if (escape < 0)
                break;
            at += escape;
            if (!EscapedCode.TryRead(json[at..], out var code))
            {
                at += 2; // a backslash before something else, perhaps before another backslash
            }
            else if (char.IsHighSurrogate(code) && EscapedCode.TryRead(json[(at + EscapedCode.Length)..], out var low)
                && char.IsLowSurrogate(low))
            {
                at += 2 * EscapedCode.Length;
            }
            else if (code == 0 || char.IsSurrogate(code))
            {
                return true;
            }
            else
            {
                at += EscapedCode.Length;
            }
        }

        at = -1;
        return false;
    }
}

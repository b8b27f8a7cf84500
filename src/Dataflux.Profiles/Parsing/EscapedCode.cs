using System.Buffers;

namespace Dataflux.Profiles.Parsing;

/// <summary>A UTF-16 unit that JSON text writes as <c>\u</c> and four hexadecimal digits (RFC 8259, section 7).</summary>
internal static class EscapedCode
{
    /// <summary>How many bytes the escape takes.</summary>
    public const int Length = 6;

    /// <summary>Reads the unit whose escape a text begins with.</summary>
    /// <returns>Whether it begins with one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        Span<byte> bytes = stackalloc byte[2];
        if (!json.StartsWith("\\u"u8) || json.Length < Length
            || Convert.FromHexString(json[2..Length], bytes, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        unit = (char)((bytes[0] << 8) | bytes[1]);
        return true;
    }
}

using System.Buffers;
using System.Text;

namespace Dataflux.Engine.Inspection;

/// <summary>The fixed parts of a composed key: <c>USER#42#ORDER#7</c> is <c>USER#*#ORDER#*</c>, <c>PROFILE</c> is itself.</summary>
internal static class KeyPattern
{
    /// <summary>What separates the parts of composed keys, the usual one first.</summary>
    internal const string Separators = "#|:~/";

    private const int LongestPart = 40;
    private const int MostParts = 8;

    private static readonly SearchValues<char> InNames =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    /// <summary>The pattern; <see langword="null"/> when the value does not begin with a fixed part.</summary>
    internal static string? Of(string value, char separator)
    {
        var first = value.IndexOf(separator, StringComparison.Ordinal);
        if (first < 0)
            return IsConstant(value) ? value : null;

        if (!IsName(value.AsSpan(0, first)))
            return null;

        var pattern = new StringBuilder();
        var parts = value.Split(separator, MostParts);
        for (var i = 0; i < parts.Length; i++)
        {
            // Names and what they name take turns; what follows the last name is data.
            var isFixed = i % 2 == 0 && (i == 0 || IsConstant(parts[i]));
            pattern.Append(i == 0 ? "" : separator).Append(isFixed || parts[i].Length == 0 ? parts[i] : "*");
        }

        return pattern.ToString();
    }

    /// <summary>The pattern's first part, for tables whose other parts are no names after all.</summary>
    internal static string Coarse(string pattern, char separator) =>
        pattern.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? $"{pattern[..at]}{separator}*" : pattern;

    private static bool IsName(ReadOnlySpan<char> part) =>
        part.Length is > 0 and <= LongestPart && char.IsAsciiLetter(part[0]) && !part.ContainsAnyExcept(InNames);

    private static bool IsConstant(string part) =>
        part.Length is > 0 and <= LongestPart && char.IsAsciiLetterUpper(part[0])
        && part.All(static c => char.IsAsciiLetterUpper(c) || c is '_' or '-');
}

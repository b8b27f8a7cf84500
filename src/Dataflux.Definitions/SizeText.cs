using System.Globalization;
using System.Text.RegularExpressions;

namespace Dataflux.Definitions;

/// <summary>Sizes as people write them: <c>96MiB</c>, <c>20GB</c>, <c>1.5TB</c>.</summary>
internal static partial class SizeText
{
    /// <summary>What a size looks like.</summary>
    internal const string Form = "^[0-9]+([.][0-9]+)?(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$";

    /// <summary>Reads a size, in bytes; <see langword="null"/> when the text is none.</summary>
    internal static long? Parse(string text)
    {
        if (!Pattern().IsMatch(text))
            return null;

        var unit = text.Length - text.AsSpan().TrimStart("0123456789.").Length;
        return double.TryParse(text.AsSpan(0, unit), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * Unit(text[unit..]) is var bytes and < long.MaxValue
            ? (long)bytes
            : null;
    }

    private static double Unit(string unit) => Math.Pow(
        unit.Contains('i', StringComparison.Ordinal) ? 1024 : 1000,
        "BKMGT".IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal));

    [GeneratedRegex(Form, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

using System.Globalization;

namespace Dataflux.Cli.Definitions;

/// <summary>The type of a free scalar, as in YAML's core schema, with exact decimals instead of binary ones.</summary>
internal static class PlainValue
{
    /// <summary>A bool, long, decimal or string; quoted text is always a string.</summary>
    internal static object Of(string text, bool quoted)
    {
        if (quoted)
            return text;

        if (text is "true" or "false")
            return text == "true";

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return integer;

        const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var number) ? number : text;
    }
}

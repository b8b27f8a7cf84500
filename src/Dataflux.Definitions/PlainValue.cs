using System.Globalization;

namespace Dataflux.Definitions;

/// <summary>The type of a free scalar, as in YAML's core schema, with exact decimals instead of binary ones.</summary>
internal static class PlainValue
{
    /// <summary>
    /// The value of an option. Only what its own text is made of again is a number (or bool), because a profile may want the text:
    /// <c>01234</c> is a zip code, <c>1e3</c> a name. <c>ctx.Get&lt;T&gt;</c> reads a number from it where one is asked for.
    /// </summary>
    internal static object OfOption(string text, bool quoted)
    {
        var value = Of(text, quoted);
        return value is bool || string.Equals(Convert.ToString(value, CultureInfo.InvariantCulture), text, StringComparison.Ordinal)
            ? value
            : text;
    }

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

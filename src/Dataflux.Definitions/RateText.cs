using System.Globalization;

namespace Dataflux.Definitions;

/// <summary>Rates as people write them: <c>5000/s</c>, <c>90000/min</c> or <c>90000/m</c>, <c>100000/h</c>, <c>2.5/s</c>.</summary>
internal static class RateText
{
    /// <summary>The form of rates, as a regular expression of JSON Schema.</summary>
    internal const string Form = @"^([0-9]+(\.[0-9]*)?|\.[0-9]+)/(s|m|min|h)$";

    private const double Most = 1e9;

    /// <summary>Reads a rate, per second; <see langword="null"/> when the text is none, or not a rate anything could keep.</summary>
    internal static double? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        double? seconds = slash < 0 ? null : text[(slash + 1)..] switch
        {
            "s" => 1,
            "m" or "min" => 60,
            "h" => 3600,
            _ => null,
        };
        if (seconds is null
            || !double.TryParse(text.AsSpan(0, slash), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return number > 0 && number / seconds <= Most ? number / seconds : null;
    }
}

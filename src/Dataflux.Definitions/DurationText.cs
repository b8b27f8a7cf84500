using System.Globalization;
using System.Text.RegularExpressions;

namespace Dataflux.Definitions;

/// <summary>Time spans as people write them: <c>500ms</c>, <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static partial class DurationText
{
    /// <summary>The form of time spans, as a regular expression of JSON Schema.</summary>
    internal const string Form = "^([0-9]+(ms|d|h|m|s))+$";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Reads a time span; <see langword="null"/> when the text is none or longer than a year.</summary>
    internal static TimeSpan? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
            return null;

        double milliseconds = 0;
        foreach (Capture part in match.Groups["part"].Captures)
        {
            var digits = part.Value.AsSpan().IndexOfAnyExceptInRange('0', '9');
            if (!long.TryParse(part.ValueSpan[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;

            milliseconds += number * Unit(part.Value[digits..]).TotalMilliseconds;
        }

        return milliseconds <= Longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
    }

    private static TimeSpan Unit(string unit) => unit switch
    {
        "d" => TimeSpan.FromDays(1),
        "h" => TimeSpan.FromHours(1),
        "m" => TimeSpan.FromMinutes(1),
        "s" => TimeSpan.FromSeconds(1),
        _ => TimeSpan.FromMilliseconds(1),
    };

    [GeneratedRegex(
        @"^(?<part>[0-9]+(ms|d|h|m|s))+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

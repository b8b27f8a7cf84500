using System.Globalization;

namespace Dataflux.Composing.Output;

/// <summary>Numbers and times as people read them.</summary>
internal static class Figures
{
    /// <summary>A count with thousands separators: <c>1,234,567</c>.</summary>
    internal static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count and its noun, in the singular for one: <c>1 item</c>, <c>2,000 items</c>.</summary>
    internal static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A size to four digits or so: <c>9,999 B</c>, <c>12 kB</c>, <c>345 MB</c>.</summary>
    internal static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => $"{Count(bytes)} B",
        < 10_000_000 => $"{Count(bytes / 1_000)} kB",
        < 10_000_000_000 => $"{Count(bytes / 1_000_000)} MB",
        _ => $"{Count(bytes / 1_000_000_000)} GB",
    };

    /// <summary>A share with one digit, rounded down so that only what is complete shows 100 %.</summary>
    internal static string Percent(double part, double whole) =>
        string.Create(CultureInfo.InvariantCulture, $"{(whole <= 0 ? 0 : Math.Floor(part / whole * 1000) / 10):0.0} %");

    /// <summary>Items per second; exact below ten.</summary>
    internal static string Rate(double perSecond) =>
        perSecond.ToString(perSecond < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture) + "/s";

    /// <summary>A time span to the second: <c>00:14:10</c>, <c>2d 03:00:00</c>.</summary>
    internal static string Clock(TimeSpan span) => span.Days > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{span.Days}d {span:hh\\:mm\\:ss}")
        : span.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);

    /// <summary>A short delay: <c>0.5 s</c>, <c>12.0 s</c>.</summary>
    internal static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s");
}

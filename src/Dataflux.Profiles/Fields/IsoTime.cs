namespace Dataflux.Profiles.Fields;

/// <summary>
/// Reads ISO 8601 times: no zone is assumed, and what is finer than a microsecond is cut off, as wherever a time is written.
/// </summary>
internal static class IsoTime
{
    private const string Form = "is no ISO 8601 time such as 2015-12-21T17:42:34Z";
    private const int MicrosecondDigits = 6;

    /// <returns>What is wrong; <see langword="null"/> when nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> text, out DateTimeOffset time) => Read(text, out time, out _);

    /// <returns>What is wrong; <see langword="null"/> when nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> text, out DateTimeOffset time, out bool isCut)
    {
        time = default;
        isCut = false;
        var at = 0;
        var extended = text.Length > 4 && text[4] == '-';
        if (!Digits(text, ref at, 4, out var year) || !Separator(text, ref at, extended, '-') || !Digits(text, ref at, 2, out var month)
            || !Separator(text, ref at, extended, '-') || !Digits(text, ref at, 2, out var day))
        {
            return Form;
        }

        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
            return "is no day of the calendar";
        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        if (at == text.Length)
        {
            time = new DateTimeOffset(date, TimeSpan.Zero);
            return null;
        }

        if (text[at] is not ((byte)'T' or (byte)'t' or (byte)' '))
            return Form;
        at++;
        return Clock(text, ref at, out var clock, ref isCut) ?? Zone(text, at, date + clock, out time);
    }

    private static string? Clock(ReadOnlySpan<byte> text, ref int at, out long ticks, ref bool isCut)
    {
        ticks = 0;
        var second = 0;
        if (!Digits(text, ref at, 2, out var hour))
            return Form;
        var extended = at < text.Length && text[at] == ':';
        if (!Separator(text, ref at, extended, ':') || !Digits(text, ref at, 2, out var minute))
            return Form;
        var hasSeconds = at < text.Length && (extended ? text[at] == ':' : char.IsAsciiDigit((char)text[at]));
        if (hasSeconds && (!Separator(text, ref at, extended, ':') || !Digits(text, ref at, 2, out second)))
            return Form;
        if (hour > 23 || minute > 59 || second > 59)
            return "has no time of day; expected 00:00:00 to 23:59:59";
        ticks = new TimeSpan(hour, minute, second).Ticks;
        return hasSeconds && at < text.Length && text[at] is (byte)'.' or (byte)',' ? Fraction(text, ref at, ref ticks, ref isCut) : null;
    }

    private static string? Fraction(ReadOnlySpan<byte> text, ref int at, ref long ticks, ref bool isCut)
    {
        var first = ++at;
        var unit = TimeSpan.TicksPerSecond;
        for (; at < text.Length && char.IsAsciiDigit((char)text[at]); at++)
        {
            unit /= 10;
            if (at - first < MicrosecondDigits)
                ticks += (text[at] - '0') * unit;
            else
                isCut |= text[at] != '0';
        }

        return at > first ? null : Form;
    }

    private static string? Zone(ReadOnlySpan<byte> text, int at, long local, out DateTimeOffset time)
    {
        time = default;
        if (at == text.Length)
            return "has no zone; expected Z or an offset such as +01:00 at its end";
        var sign = text[at] switch { (byte)'+' => 1, (byte)'-' => -1, (byte)'Z' or (byte)'z' => 0, _ => int.MinValue };
        at++;
        var hours = 0;
        var minutes = 0;
        if (sign == int.MinValue || (sign != 0 && !Digits(text, ref at, 2, out hours)))
            return Form;
        if (sign != 0 && at < text.Length)
        {
            if (!Separator(text, ref at, text[at] == ':', ':') || !Digits(text, ref at, 2, out minutes))
                return Form;
        }

        if (at != text.Length)
            return Form;
        var utc = local - (sign * new TimeSpan(hours, minutes, 0).Ticks);
        if (hours > 23 || minutes > 59 || utc < 0 || utc > DateTime.MaxValue.Ticks)
            return "has an offset that leads out of the years 1 to 9999 or is none";
        time = new DateTimeOffset(utc, TimeSpan.Zero);
        return null;
    }

    private static bool Separator(ReadOnlySpan<byte> text, ref int at, bool extended, char separator)
    {
        if (!extended)
            return true;
        if (at >= text.Length || text[at] != separator)
            return false;
        at++;
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, ref int at, int count, out int value)
    {
        value = 0;
        if (text.Length - at < count)
            return false;
        for (var end = at + count; at < end; at++)
        {
            if (!char.IsAsciiDigit((char)text[at]))
                return false;
            value = (value * 10) + text[at] - '0';
        }

        return true;
    }
}

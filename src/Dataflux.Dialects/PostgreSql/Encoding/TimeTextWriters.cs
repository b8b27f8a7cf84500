namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>
/// Texts that the server casts to a time: the digits of a second behind the sixth are cut off, as with every other time that is written.
/// The server itself would round them, and a text would be another time than the value that was read from it.
/// </summary>
internal static class TimeTextWriters
{
    private const int Digits = 6;

    internal static void Text(CopyBuffer buffer, string value)
    {
        var start = buffer.BeginValue();
        TextWriters.Characters(buffer, value);
        Cut(buffer, start);
        buffer.EndValue(start);
    }

    internal static void Text(CopyBuffer buffer, Profiles.Text value)
    {
        var start = buffer.BeginValue();
        TextWriters.Characters(buffer, value);
        Cut(buffer, start);
        buffer.EndValue(start);
    }

    private static void Cut(CopyBuffer buffer, int start)
    {
        var from = start;
        while (buffer.WrittenFrom(from).IndexOf((byte)'.') is >= 0 and var point)
        {
            var first = from + point + 1;
            var digits = CountOfDigits(buffer.WrittenFrom(first));
            from = first + Math.Min(digits, Digits);
            if (digits > Digits && IsOfSeconds(buffer.WrittenFrom(start), first - 1 - start, first + digits - start))
                buffer.Remove(from, digits - Digits);
            else
                from = first + digits;
        }
    }

    /// <summary>
    /// Whether the fraction is that of a second: of a clock (<c>12:00:01.5</c>, <c>120001.5</c>), or of a number that is a count of them
    /// (<c>1.5 seconds</c>, <c>PT1.5S</c>, <c>1.5</c>). A count of something else (<c>1.5 days</c>, the Julian day <c>J2451187.5</c>) is
    /// left to the server.
    /// </summary>
    private static bool IsOfSeconds(ReadOnlySpan<byte> text, int point, int end)
    {
        var digits = 0;
        while (digits < point && IsDigit(text[point - digits - 1]))
            digits++;
        var before = digits < point ? text[point - digits - 1] : (byte)' ';
        if (before is (byte)':' || (digits == Digits && before is (byte)'T' or (byte)'t' or (byte)' '))
            return true;
        var unit = text[end..].TrimStart((byte)' ');
        return before is not ((byte)'J' or (byte)'j')
            && (unit.IsEmpty || unit[0] is (byte)'s' or (byte)'S' or (byte)'"' or (byte)',' or (byte)'}');
    }

    private static int CountOfDigits(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < text.Length && IsDigit(text[count]))
            count++;
        return count;
    }

    private static bool IsDigit(byte letter) => letter is >= (byte)'0' and <= (byte)'9';
}

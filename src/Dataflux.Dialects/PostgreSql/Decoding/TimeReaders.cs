using System.Buffers.Binary;
using Dataflux.Dialects.Lines;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>
/// Times as S in ISO 8601, to the microsecond: with zone in UTC. Years before 1 and after 9999 have a sign, as ISO 8601 has them; what is
/// infinite is called so. PostgreSQL reads all of it back, but years with a sign.
/// </summary>
internal static class TimeReaders
{
    private const long Second = 1_000_000;
    private const long Day = 24 * 60 * 60 * Second;

    internal static void Date(ReadOnlySpan<byte> value, LineWriter line)
    {
        line.Add("{\"S\":\""u8);
        var days = BinaryPrimitives.ReadInt32BigEndian(value);
        if (!IsInfinite(days, int.MinValue, int.MaxValue, line))
            AddDate(days, line);

        line.Add("\"}"u8);
    }

    internal static void Time(ReadOnlySpan<byte> value, LineWriter line)
    {
        line.Add("{\"S\":\""u8);
        AddTime(BinaryPrimitives.ReadInt64BigEndian(value), line);
        line.Add("\"}"u8);
    }

    internal static void TimeTz(ReadOnlySpan<byte> value, LineWriter line)
    {
        line.Add("{\"S\":\""u8);
        AddTime(BinaryPrimitives.ReadInt64BigEndian(value), line);

        // Seconds to the west.
        var zone = BinaryPrimitives.ReadInt32BigEndian(value[8..]);
        var east = Math.Abs(zone);
        line.Add((byte)(zone > 0 ? '-' : '+'));
        line.AddDigits(east / 3600, 2);
        line.Add((byte)':');
        line.AddDigits(east / 60 % 60, 2);
        if (east % 60 != 0)
        {
            line.Add((byte)':');
            line.AddDigits(east % 60, 2);
        }

        line.Add("\"}"u8);
    }

    internal static void Timestamp(ReadOnlySpan<byte> value, LineWriter line)
    {
        line.Add("{\"S\":\""u8);
        AddMoment(value, line);
        line.Add("\"}"u8);
    }

    internal static void TimestampTz(ReadOnlySpan<byte> value, LineWriter line)
    {
        line.Add("{\"S\":\""u8);
        if (AddMoment(value, line))
            line.Add((byte)'Z');

        line.Add("\"}"u8);
    }

    /// <summary>Microseconds, days and months, each with its own sign: <c>P1Y2M3DT4H5M6.7S</c>.</summary>
    internal static void Interval(ReadOnlySpan<byte> value, LineWriter line)
    {
        line.Add("{\"S\":\""u8);
        AddInterval(
            BinaryPrimitives.ReadInt64BigEndian(value),
            BinaryPrimitives.ReadInt32BigEndian(value[8..]),
            BinaryPrimitives.ReadInt32BigEndian(value[12..]),
            line);
        line.Add("\"}"u8);
    }

    private static void AddInterval(long time, int days, int months, LineWriter line)
    {
        // Of PostgreSQL 17.
        if (days == months && ((days == int.MaxValue && time == long.MaxValue) || (days == int.MinValue && time == long.MinValue)))
        {
            line.Add(days > 0 ? "infinity"u8 : "-infinity"u8);
            return;
        }

        var begin = line.Length + 1;
        line.Add((byte)'P');
        AddPart(months / 12, 'Y', line);
        AddPart(months % 12, 'M', line);
        AddPart(days, 'D', line);
        if (time == 0 && line.Length > begin)
            return;

        line.Add((byte)'T');
        AddPart(time / (3600 * Second), 'H', line);
        AddPart(time / (60 * Second) % 60, 'M', line);
        var (seconds, fraction) = (time / Second % 60, Math.Abs(time % Second));
        if ((seconds, fraction) == (0, 0) && time != 0)
            return;

        if (seconds == 0 && time < 0)
            line.Add((byte)'-');

        line.AddNumber(seconds);
        AddFraction(fraction, line);
        line.Add((byte)'S');
    }

    private static void AddPart(long value, char unit, LineWriter line)
    {
        if (value == 0)
            return;

        line.AddNumber(value);
        line.Add((byte)unit);
    }

    private static bool AddMoment(ReadOnlySpan<byte> value, LineWriter line)
    {
        var moment = BinaryPrimitives.ReadInt64BigEndian(value);
        if (IsInfinite(moment, long.MinValue, long.MaxValue, line))
            return false;

        var days = Math.DivRem(moment, Day, out var time);
        if (time < 0)
            (days, time) = (days - 1, time + Day);

        AddDate(days, line);
        line.Add((byte)'T');
        AddTime(time, line);
        return true;
    }

    private static bool IsInfinite(long value, long before, long after, LineWriter line)
    {
        if (value == before)
            line.Add("-infinity"u8);
        else if (value == after)
            line.Add("infinity"u8);
        else
            return false;

        return true;
    }

    // Days since 2000-01-01 in the Gregorian calendar. Counted from March, the leap day is a year's last; an era has 400 years.
    private static void AddDate(long days, LineWriter line)
    {
        const long EraDays = 146_097;
        var since = days + 730_425;
        var era = (since >= 0 ? since : since - EraDays + 1) / EraDays;
        var day = since - (era * EraDays);
        var year = (day - (day / 1460) + (day / 36_524) - (day / 146_096)) / 365;
        var ofYear = day - ((365 * year) + (year / 4) - (year / 100));
        var month = ((5 * ofYear) + 2) / 153;
        var date = ofYear - (((153 * month) + 2) / 5) + 1;
        month += month < 10 ? 3 : -9;
        year += (era * 400) + (month <= 2 ? 1 : 0);
        if (year is < 0 or > 9999)
            line.Add((byte)(year < 0 ? '-' : '+'));

        line.AddDigits(Math.Abs(year), Math.Abs(year) > 9999 ? 1 + (int)Math.Log10(Math.Abs(year)) : 4);
        line.Add((byte)'-');
        line.AddDigits(month, 2);
        line.Add((byte)'-');
        line.AddDigits(date, 2);
    }

    private static void AddTime(long time, LineWriter line)
    {
        line.AddDigits(time / (3600 * Second), 2);
        line.Add((byte)':');
        line.AddDigits(time / (60 * Second) % 60, 2);
        line.Add((byte)':');
        line.AddDigits(time / Second % 60, 2);
        AddFraction(time % Second, line);
    }

    private static void AddFraction(long fraction, LineWriter line)
    {
        if (fraction == 0)
            return;

        line.Add((byte)'.');
        line.AddDigits(fraction, 6);
        while (line.From(line.Length - 1)[0] == '0')
            line.CutTo(line.Length - 1);
    }
}

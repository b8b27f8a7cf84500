using System.Buffers.Binary;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>
/// Dates and times: PostgreSQL counts microseconds or days from 2000-01-01; .NET's years 1 to 9999 all fit.
/// The digits behind a microsecond (.NET has 100 ns) are cut off, as <see cref="TimeTextWriters"/> does with texts.
/// </summary>
internal static class TimeWriters
{
    private static readonly long EpochTicks = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly int EpochDay = new DateOnly(2000, 1, 1).DayNumber;

    internal static void TimestampTz(CopyBuffer buffer, DateTimeOffset value) =>
        buffer.WriteLengthAndInt64(Microseconds(value.UtcTicks - EpochTicks));

    internal static void TimestampTz(CopyBuffer buffer, DateTime value)
    {
        if (value.Kind != DateTimeKind.Utc)
            throw WrongKind(value, "timestamp with time zone needs Utc; use DateTimeOffset or DateTime.SpecifyKind");
        buffer.WriteLengthAndInt64(Microseconds(value.Ticks - EpochTicks));
    }

    internal static void Timestamp(CopyBuffer buffer, DateTime value)
    {
        if (value.Kind != DateTimeKind.Unspecified)
            throw WrongKind(value, "timestamp without time zone needs Unspecified; use a timestamptz column or DateTime.SpecifyKind");
        buffer.WriteLengthAndInt64(Microseconds(value.Ticks - EpochTicks));
    }

    internal static void Date(CopyBuffer buffer, DateOnly value) => buffer.WriteLengthAndInt32(value.DayNumber - EpochDay);

    internal static void Time(CopyBuffer buffer, TimeOnly value) => buffer.WriteLengthAndInt64(Microseconds(value.Ticks));

    /// <summary>Whole days and the rest, as people write intervals; months stay 0.</summary>
    internal static void Interval(CopyBuffer buffer, TimeSpan value)
    {
        var days = (int)(value.Ticks / TimeSpan.TicksPerDay);
        var span = buffer.Take(20);
        BinaryPrimitives.WriteInt32BigEndian(span, 16);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], value.Ticks % TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond);
        BinaryPrimitives.WriteInt32BigEndian(span[12..], days);
        BinaryPrimitives.WriteInt32BigEndian(span[16..], 0);
    }

    // Towards the past, which is where the digits of a time end, before 2000 as after it.
    private static long Microseconds(long ticks) => (ticks - (((ticks % 10) + 10) % 10)) / TimeSpan.TicksPerMicrosecond;

    private static ValueException WrongKind(DateTime value, string expected) =>
        new(ValueException.BadTime, $"is a DateTime of kind {value.Kind}; {expected}");
}

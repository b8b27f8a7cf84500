using System.Buffers.Binary;
using System.Numerics;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>Whole numbers into <c>smallint</c>, <c>integer</c> and <c>bigint</c>; never a silent loss.</summary>
internal static class IntegerWriters
{
    internal static void Int2(CopyBuffer buffer, long value)
    {
        if (value is < short.MinValue or > short.MaxValue)
            throw OutOfRange(value, "smallint", short.MinValue, short.MaxValue);
        var span = buffer.Take(6);
        BinaryPrimitives.WriteInt32BigEndian(span, 2);
        BinaryPrimitives.WriteInt16BigEndian(span[4..], (short)value);
    }

    internal static void Int4(CopyBuffer buffer, long value)
    {
        if (value is < int.MinValue or > int.MaxValue)
            throw OutOfRange(value, "integer", int.MinValue, int.MaxValue);
        buffer.WriteLengthAndInt32((int)value);
    }

    internal static void Int8(CopyBuffer buffer, long value) => buffer.WriteLengthAndInt64(value);

    internal static void Int2(CopyBuffer buffer, decimal value) => Int2(buffer, ToInt64(value, "smallint"));

    internal static void Int4(CopyBuffer buffer, decimal value) => Int4(buffer, ToInt64(value, "integer"));

    internal static void Int8(CopyBuffer buffer, decimal value) => Int8(buffer, ToInt64(value, "bigint"));

    internal static void Int2(CopyBuffer buffer, BigInteger value) => Int2(buffer, ToInt64(value, "smallint"));

    internal static void Int4(CopyBuffer buffer, BigInteger value) => Int4(buffer, ToInt64(value, "integer"));

    internal static void Int8(CopyBuffer buffer, BigInteger value) => Int8(buffer, ToInt64(value, "bigint"));

    internal static void Int2(CopyBuffer buffer, Profiles.Number value) => Int2(buffer, ToInt64(value, "smallint"));

    internal static void Int4(CopyBuffer buffer, Profiles.Number value) => Int4(buffer, ToInt64(value, "integer"));

    internal static void Int8(CopyBuffer buffer, Profiles.Number value) => Int8(buffer, ToInt64(value, "bigint"));

    private static long ToInt64(decimal value, string type)
    {
        if (decimal.Truncate(value) != value)
            throw Fraction(value, type);
        return value is >= long.MinValue and <= long.MaxValue ? (long)value : throw OutOfRange(value, type, long.MinValue, long.MaxValue);
    }

    private static long ToInt64(BigInteger value, string type) =>
        value >= long.MinValue && value <= long.MaxValue ? (long)value : throw OutOfRange(value, type, long.MinValue, long.MaxValue);

    private static long ToInt64(Profiles.Number value, string type)
    {
        if (long.TryParse(value.Text, out var whole))
            return whole;
        throw value.Text.Contains('.') ? Fraction(value, type) : OutOfRange(value, type, long.MinValue, long.MaxValue);
    }

    private static ValueException OutOfRange<T>(T value, string type, long least, long most) =>
        new(ValueException.OutOfRange, $"is {value}; {type} holds {least} to {most}");

    private static ValueException Fraction<T>(T value, string type) =>
        new(ValueException.OutOfRange, $"is {value}, which is no whole number as {type} needs");
}

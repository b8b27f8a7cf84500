using System.Numerics;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>Numbers into <c>real</c> and <c>double precision</c>: the nearest value, an error where there is none.</summary>
internal static class FloatWriters
{
    internal static void Float4(CopyBuffer buffer, float value) => buffer.WriteLengthAndInt32(BitConverter.SingleToInt32Bits(value));

    internal static void Float4(CopyBuffer buffer, double value)
    {
        var single = (float)value;
        if (float.IsInfinity(single) != double.IsInfinity(value) || (single == 0) != (value == 0))
            throw new ValueException(ValueException.OutOfRange, $"is {value:R}; real holds magnitudes of about 1E-45 to 3.4E+38");
        Float4(buffer, single);
    }

    internal static void Float8(CopyBuffer buffer, double value) => buffer.WriteLengthAndInt64(BitConverter.DoubleToInt64Bits(value));

    internal static void Float4(CopyBuffer buffer, long value) => Float4(buffer, (float)value);

    internal static void Float8(CopyBuffer buffer, long value) => Float8(buffer, (double)value);

    internal static void Float4(CopyBuffer buffer, decimal value) => Float4(buffer, (double)value);

    internal static void Float8(CopyBuffer buffer, decimal value) => Float8(buffer, (double)value);

    internal static void Float4(CopyBuffer buffer, BigInteger value) => Float4(buffer, Finite((double)value));

    internal static void Float8(CopyBuffer buffer, BigInteger value) => Float8(buffer, Finite((double)value));

    /// <summary>A DynamoDB number's magnitude is 1E-130 to 9.99…E+125, so a double always has a nearest value.</summary>
    internal static void Float8(CopyBuffer buffer, Profiles.Number value) => Float8(buffer, double.Parse(value.Text));

    internal static void Float4(CopyBuffer buffer, Profiles.Number value) => Float4(buffer, double.Parse(value.Text));

    private static double Finite(double value) =>
        double.IsFinite(value)
            ? value
            : throw new ValueException(ValueException.OutOfRange, "is beyond 1.8E+308, the most double precision holds");
}

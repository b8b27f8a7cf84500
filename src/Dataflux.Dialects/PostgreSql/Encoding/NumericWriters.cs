using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>
/// Numbers into <c>numeric</c>: its binary form is a count of base-10000 digits, the weight of the first one, a sign and the
/// number of decimals (PostgreSQL source, <c>numeric_recv</c>). Every decimal text is kept exactly, with its scale.
/// </summary>
internal static class NumericWriters
{
    private const int GroupSize = 4;
    private const ushort Negative = 0x4000;
    private const ushort NotANumber = 0xC000;
    private const ushort PositiveInfinity = 0xD000;
    private const ushort NegativeInfinity = 0xF000;

    // numeric_recv's limits: 131072 digits before the point, 16383 after it.
    private const int MaxWhole = 131072;
    private const int MaxScale = 16383;

    internal static void Numeric(CopyBuffer buffer, long value)
    {
        Span<char> text = stackalloc char[20];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        Plain(buffer, text[..length]);
    }

    internal static void Numeric(CopyBuffer buffer, decimal value)
    {
        Span<char> text = stackalloc char[64];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        Plain(buffer, text[..length]);
    }

    internal static void Numeric(CopyBuffer buffer, BigInteger value) => Plain(buffer, value.ToString(CultureInfo.InvariantCulture));

    internal static void Numeric(CopyBuffer buffer, Profiles.Number value) => Plain(buffer, value.Text);

    internal static void Numeric(CopyBuffer buffer, float value)
    {
        if (!Special(buffer, value))
            Plain(buffer, FloatText.Plain(value.ToString("R", CultureInfo.InvariantCulture)));
    }

    internal static void Numeric(CopyBuffer buffer, double value)
    {
        if (!Special(buffer, value))
            Plain(buffer, FloatText.Plain(value.ToString("R", CultureInfo.InvariantCulture)));
    }

    /// <summary>Writes plain decimal text: an optional sign, digits, optionally a point and digits.</summary>
    internal static void Plain(CopyBuffer buffer, ReadOnlySpan<char> text)
    {
        var negative = text[0] == '-';
        if (negative)
            text = text[1..];
        var point = text.IndexOf('.');
        var whole = (point < 0 ? text : text[..point]).TrimStart('0');
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.Length > MaxWhole || fraction.Length > MaxScale)
        {
            throw new ValueException(
                ValueException.OutOfRange,
                $"has {whole.Length} digits and {fraction.Length} decimals; numeric holds {MaxWhole} and {MaxScale}");
        }

        // The first group is padded on the left, the last one on the right, so that groups meet at the point.
        var wholeGroups = (whole.Length + GroupSize - 1) / GroupSize;
        var fractionGroups = (fraction.Length + GroupSize - 1) / GroupSize;
        var start = buffer.BeginValue();
        buffer.Take(8);
        var digits = buffer.Length;
        for (var i = wholeGroups; i > 0; i--)
            buffer.WriteInt16(Group(whole, whole.Length - (i * GroupSize)));
        for (var i = 0; i < fractionGroups; i++)
            buffer.WriteInt16(Group(fraction, i * GroupSize));

        var (count, weight) = Trim(buffer, digits, wholeGroups - 1);
        var header = buffer.Length;
        buffer.Length = start;
        var span = buffer.Take(8);
        BinaryPrimitives.WriteInt16BigEndian(span, (short)count);
        BinaryPrimitives.WriteInt16BigEndian(span[2..], (short)weight);
        BinaryPrimitives.WriteUInt16BigEndian(span[4..], negative && count > 0 ? Negative : (ushort)0);
        BinaryPrimitives.WriteInt16BigEndian(span[6..], (short)fraction.Length);
        buffer.Length = header;
        buffer.EndValue(start);
    }

    private static short Group(ReadOnlySpan<char> digits, int from)
    {
        var value = 0;
        for (var i = from; i < from + GroupSize; i++)
            value = (value * 10) + (i >= 0 && i < digits.Length ? digits[i] - '0' : 0);
        return (short)value;
    }

    /// <summary>Drops zero groups at both ends, so that equal numbers of one scale have one form.</summary>
    private static (int Count, int Weight) Trim(CopyBuffer buffer, int start, int weight)
    {
        var groups = buffer.WrittenFrom(start);
        var first = 0;
        while (first < groups.Length && groups[first] == 0 && groups[first + 1] == 0)
            first += 2;
        var end = groups.Length;
        while (end > first && groups[end - 1] == 0 && groups[end - 2] == 0)
            end -= 2;
        var count = (end - first) / 2;
        buffer.Remove(start, first);
        buffer.Length = start + (end - first);
        return count == 0 ? (0, 0) : (count, weight - (first / 2));
    }

    private static bool Special(CopyBuffer buffer, double value)
    {
        if (double.IsFinite(value))
            return false;
        var sign = double.IsNaN(value) ? NotANumber : value > 0 ? PositiveInfinity : NegativeInfinity;
        var span = buffer.Take(12);
        span.Clear();
        BinaryPrimitives.WriteInt32BigEndian(span, 8);
        BinaryPrimitives.WriteUInt16BigEndian(span[8..], sign);
        return true;
    }
}

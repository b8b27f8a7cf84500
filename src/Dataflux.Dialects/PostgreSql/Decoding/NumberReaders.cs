using System.Buffers.Binary;
using Dataflux.Dialects.Lines;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>Numbers as N.</summary>
internal static class NumberReaders
{
    private const int GroupSize = 4;
    private const ushort Negative = 0x4000;
    private const ushort NotANumber = 0xC000;
    private const ushort PositiveInfinity = 0xD000;
    private const ushort NegativeInfinity = 0xF000;

    internal static void Int2(ReadOnlySpan<byte> value, LineWriter line) => Whole(BinaryPrimitives.ReadInt16BigEndian(value), line);

    internal static void Int4(ReadOnlySpan<byte> value, LineWriter line) => Whole(BinaryPrimitives.ReadInt32BigEndian(value), line);

    internal static void Int8(ReadOnlySpan<byte> value, LineWriter line) => Whole(BinaryPrimitives.ReadInt64BigEndian(value), line);

    internal static void Float4(ReadOnlySpan<byte> value, LineWriter line)
    {
        var start = TypedValue.BeginNumber(line);
        BinaryPrimitives.ReadSingleBigEndian(value).TryFormat(line.Room(32), out var written, "R");
        line.Filled(written);
        TypedValue.EndNumber(line, start, isSafe: false);
    }

    internal static void Float8(ReadOnlySpan<byte> value, LineWriter line)
    {
        var start = TypedValue.BeginNumber(line);
        BinaryPrimitives.ReadDoubleBigEndian(value).TryFormat(line.Room(32), out var written, "R");
        line.Filled(written);
        TypedValue.EndNumber(line, start, isSafe: false);
    }

    /// <summary>A count of base-10000 digits, the weight of the first, a sign, the number of decimals (<c>numeric_send</c>).</summary>
    internal static void Numeric(ReadOnlySpan<byte> value, LineWriter line)
    {
        var start = TypedValue.BeginNumber(line);
        switch (BinaryPrimitives.ReadUInt16BigEndian(value[4..]))
        {
            case NotANumber:
                line.Add("NaN"u8);
                break;
            case PositiveInfinity:
                line.Add("Infinity"u8);
                break;
            case NegativeInfinity:
                line.Add("-Infinity"u8);
                break;
            default:
                Digits(value, line);
                break;
        }

        TypedValue.EndNumber(line, start, isSafe: value.Length > 8 && TypedValue.IsSafe(line.Length - start));
    }

    private static void Whole(long value, LineWriter line)
    {
        line.Add("{\"N\":\""u8);
        line.AddNumber(value);
        line.Add("\"}"u8);
    }

    private static void Digits(ReadOnlySpan<byte> value, LineWriter line)
    {
        var count = BinaryPrimitives.ReadInt16BigEndian(value);
        var weight = BinaryPrimitives.ReadInt16BigEndian(value[2..]);
        var scale = BinaryPrimitives.ReadInt16BigEndian(value[6..]);
        if (BinaryPrimitives.ReadUInt16BigEndian(value[4..]) == Negative)
            line.Add((byte)'-');

        line.AddNumber(Group(value, count, 0, weight));
        for (var i = weight - 1; i >= 0; i--)
            line.AddDigits(Group(value, count, weight - i, weight), GroupSize);

        if (scale == 0)
            return;

        line.Add((byte)'.');
        var end = line.Length + scale;
        for (var i = weight + 1; line.Length < end; i++)
            line.AddDigits(i < 0 ? 0 : Group(value, count, i, weight: 0), GroupSize);

        line.CutTo(end);
    }

    // Groups of zeros at both ends are not written.
    private static int Group(ReadOnlySpan<byte> value, int count, int index, int weight) =>
        weight < 0 || index >= count ? 0 : BinaryPrimitives.ReadInt16BigEndian(value[(8 + (index * 2))..]);
}

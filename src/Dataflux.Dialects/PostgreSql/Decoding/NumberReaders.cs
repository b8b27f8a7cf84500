using System.Buffers.Binary;
using Dataflux.Profiles.Fields;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>Numbers as N. What DynamoDB cannot hold is refused: more than 38 digits, NaN, infinities.</summary>
internal static class NumberReaders
{
    private const int SafeDigits = 38;
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
        var start = Begin(line);
        BinaryPrimitives.ReadSingleBigEndian(value).TryFormat(line.Room(32), out var written, "R");
        line.Filled(written);
        End(line, start, isSafe: false);
    }

    internal static void Float8(ReadOnlySpan<byte> value, LineWriter line)
    {
        var start = Begin(line);
        BinaryPrimitives.ReadDoubleBigEndian(value).TryFormat(line.Room(32), out var written, "R");
        line.Filled(written);
        End(line, start, isSafe: false);
    }

    /// <summary>A count of base-10000 digits, the weight of the first, a sign, the number of decimals (<c>numeric_send</c>).</summary>
    internal static void Numeric(ReadOnlySpan<byte> value, LineWriter line)
    {
        var start = Begin(line);
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

        End(line, start, isSafe: value.Length > 8 && line.Length - start <= SafeDigits);
    }

    /// <summary>A number of JSON.</summary>
    internal static void Json(ReadOnlySpan<byte> text, LineWriter line)
    {
        var start = Begin(line);
        line.Add(text);
        End(line, start, isSafe: text.Length <= SafeDigits && text.IndexOfAny((byte)'e', (byte)'E') < 0);
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

    private static int Begin(LineWriter line)
    {
        line.Add("{\"N\":\""u8);
        return line.Length;
    }

    private static void End(LineWriter line, int start, bool isSafe)
    {
        if (!isSafe && NumberParts.Read(line.From(start), out _) is { } problem)
            line.Refusal = $"{System.Text.Encoding.ASCII.GetString(line.From(start))} {problem}";

        line.Add("\"}"u8);
    }
}

using System.Buffers.Text;
using Dataflux.Profiles;

namespace Dataflux.Engine.Inspection;

/// <summary>Collects what the numbers of an attribute are like.</summary>
internal sealed class NumberCollector
{
    private const long Year2000 = 946_684_800;
    private const long Year2100 = 4_102_444_800;

    private Number _smallest;
    private Number _largest;
    private double _smallestRounded = double.PositiveInfinity;
    private double _largestRounded = double.NegativeInfinity;
    private long _count;
    private int _wholeDigits;
    private int _fractionDigits;
    private long _seconds;
    private long _milliseconds;
    private long _microseconds;

    /// <summary>Takes a number in its plain form.</summary>
    internal void Add(ReadOnlySpan<byte> plain)
    {
        var isFirst = _count++ == 0;
        var digits = plain[0] == '-' ? plain[1..] : plain;
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits[..point];
        _wholeDigits = Math.Max(_wholeDigits, point > 0 && whole is [(byte)'0'] ? 0 : whole.Length);
        _fractionDigits = Math.Max(_fractionDigits, point < 0 ? 0 : digits.Length - point - 1);
        CountEpochs(plain);

        // Rounding keeps the order, so only what may be an extreme is compared digit by digit.
        var rounded = Utf8Parser.TryParse(plain, out double parsed, out _) ? parsed : 0;
        if (isFirst || rounded <= _smallestRounded)
        {
            var number = Number.Parse(plain);
            if (isFirst || number.CompareTo(_smallest) < 0)
                (_smallest, _smallestRounded) = (number, rounded);
        }

        if (isFirst || rounded >= _largestRounded)
        {
            var number = Number.Parse(plain);
            if (isFirst || number.CompareTo(_largest) > 0)
                (_largest, _largestRounded) = (number, rounded);
        }
    }

    internal NumberFindings? Findings() => _count == 0
        ? null
        : new NumberFindings
        {
            Count = _count,
            Smallest = _smallest.Text,
            Largest = _largest.Text,
            WholeDigits = _wholeDigits,
            FractionDigits = _fractionDigits,
            EpochSeconds = _seconds,
            EpochMilliseconds = _milliseconds,
            EpochMicroseconds = _microseconds,
        };

    private void CountEpochs(ReadOnlySpan<byte> plain)
    {
        if (!Utf8Parser.TryParse(plain, out long value, out var read) || read != plain.Length)
            return;

        _seconds += IsIn(value, 1) ? 1 : 0;
        _milliseconds += IsIn(value, 1_000) ? 1 : 0;
        _microseconds += IsIn(value, 1_000_000) ? 1 : 0;
    }

    private static bool IsIn(long value, long perSecond) => value >= Year2000 * perSecond && value < Year2100 * perSecond;
}

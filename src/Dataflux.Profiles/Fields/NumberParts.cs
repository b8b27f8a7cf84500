namespace Dataflux.Profiles.Fields;

/// <summary>
/// A DynamoDB number taken apart: sign, significant digits without leading or trailing zeros, and the power of ten of
/// the last digit. Zero has no digits and no sign. All exact conversions start here, none goes through a float.
/// </summary>
internal struct NumberParts
{
    /// <summary>No longer plain text exists: sign, <c>0.</c>, 129 zeros, 38 digits.</summary>
    public const int MaxTextLength = 1 + 2 + 129 + NumberDigits.Capacity;
    private const int MaxPower = 125;
    private const int MinPower = -130;
    private const int ExponentLimit = 10_000_000;
    private NumberDigits _digits;
    private int _count;
    private int _power;

    public bool Negative { get; private set; }

    public readonly bool IsWhole => _power >= 0;

    /// <summary>Reads <c>-?digits[.digits][(e|E)[+|-]digits]</c> within DynamoDB's limits.</summary>
    /// <returns>What is wrong; <see langword="null"/> when nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> text, out NumberParts parts)
    {
        parts = default;
        var at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        parts.Negative = at == 1;
        var fits = true;
        var total = 0;
        var last = 0;
        var wholeDigits = parts.ReadDigits(text, ref at, ref total, ref last, ref fits);
        if (wholeDigits == 0)
            return "is not a number";
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (parts.ReadDigits(text, ref at, ref total, ref last, ref fits) == 0)
                return "is not a number";
        }

        var exponent = 0;
        if (at < text.Length && (text[at] | 0x20) == 'e' && !ReadExponent(text, ref at, out exponent))
            return "is not a number";
        if (at != text.Length)
            return "is not a number";
        if (!fits)
            return "has more than 38 significant digits";
        if (parts._count == 0)
        {
            parts = default;
            return null;
        }

        parts._power = wholeDigits - last + exponent;
        var first = parts._power + parts._count - 1;
        return first is < MinPower or > MaxPower ? "is outside DynamoDB's range of 1E-130 to 9.99E+125" : null;
    }

    /// <summary>Writes the plain decimal form: no exponent, no needless zeros.</summary>
    /// <returns>The length of the text.</returns>
    public readonly int Format(Span<byte> target)
    {
        var length = 0;
        if (Negative)
            target[length++] = (byte)'-';
        var whole = _count + _power;
        if (whole <= 0)
            target[length++] = (byte)'0';
        if (whole < 0 || (whole == 0 && _count > 0))
        {
            target[length++] = (byte)'.';
            target.Slice(length, -whole).Fill((byte)'0');
            length -= whole;
        }

        for (var i = 0; i < _count; i++)
        {
            if (i == whole && i > 0)
                target[length++] = (byte)'.';
            target[length++] = (byte)('0' + _digits[i]);
        }

        if (_power > 0)
        {
            target.Slice(length, _power).Fill((byte)'0');
            length += _power;
        }

        return length;
    }

    /// <summary>The number times a power of ten as a 64-bit integer, if it is one.</summary>
    public readonly bool TryScaledInt64(int tens, out long value)
    {
        value = 0;
        if (_count == 0)
            return true;
        var power = _power + tens;
        if (power < 0 || _count + power > 19)
            return false;
        ulong magnitude = 0;
        for (var i = 0; i < _count; i++)
            magnitude = (magnitude * 10) + _digits[i];
        for (var i = 0; i < power; i++)
            magnitude *= 10;
        if (magnitude > (ulong)long.MaxValue + (Negative ? 1UL : 0UL))
            return false;
        value = Negative ? unchecked(-(long)magnitude) : (long)magnitude;
        return true;
    }

    /// <summary>The number times a power of ten, without the fraction that it then has: the next whole number below.</summary>
    public readonly bool TryFlooredInt64(int tens, out long value)
    {
        var cut = Math.Max(0, -(_power + tens));
        var whole = this;
        whole._count = Math.Max(0, _count - cut);
        whole._power = _power + cut;
        var fits = whole.TryScaledInt64(tens, out value);
        value -= Negative && cut > 0 && _count > 0 ? 1 : 0;
        return fits;
    }

    /// <summary>The number as a <see cref="decimal"/>, if that holds every digit.</summary>
    public readonly bool TryDecimal(out decimal value)
    {
        value = 0;
        if (_count == 0)
            return true;
        if (_power < -28 || _count + _power > 29 || _count > 29)
            return false;
        UInt128 magnitude = 0;
        for (var i = 0; i < _count; i++)
            magnitude = (magnitude * 10) + _digits[i];
        for (var i = 0; i < _power; i++)
            magnitude *= 10;
        if (magnitude >> 96 != 0)
            return false;
        var scale = (byte)Math.Max(0, -_power);
        value = new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), Negative, scale);
        return true;
    }

    private int ReadDigits(ReadOnlySpan<byte> text, ref int at, ref int total, ref int last, ref bool fits)
    {
        var start = at;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
        {
            var digit = text[at++] - '0';
            total++;
            if (digit == 0)
                continue;
            // Zeros between significant digits count; the ones before the first do not. The array starts zeroed.
            var index = _count == 0 ? 0 : _count + total - last - 1;
            if (index >= NumberDigits.Capacity)
            {
                fits = false;
                continue;
            }

            _digits[index] = (byte)digit;
            _count = index + 1;
            last = total;
        }

        return at - start;
    }

    private static bool ReadExponent(ReadOnlySpan<byte> text, ref int at, out int exponent)
    {
        exponent = 0;
        at++;
        var negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
            at++;
        var start = at;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
            exponent = Math.Min((exponent * 10) + text[at++] - '0', ExponentLimit);
        if (negative)
            exponent = -exponent;
        return at > start;
    }
}

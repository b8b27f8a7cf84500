using System.Buffers.Text;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>
/// A number of a JSON document as <c>jsonb</c> writes it: a plain decimal with the decimals that its text has, moved by its exponent, and
/// no minus before zero (PostgreSQL source, <c>numeric_in</c> and <c>numeric_out</c>).
/// </summary>
internal readonly ref struct JsonbNumber
{
    // Beyond, a few bytes of an export would become kilobytes; such numbers are compared as documents.
    private const int MaxExponent = 400;

    private readonly bool _negative;
    private readonly ReadOnlySpan<byte> _whole;
    private readonly ReadOnlySpan<byte> _fraction;
    private readonly int _exponent;

    private JsonbNumber(int jsonLength, bool negative, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent)
    {
        JsonLength = jsonLength;
        _negative = negative && (whole.ContainsAnyExcept((byte)'0') || fraction.ContainsAnyExcept((byte)'0'));
        _whole = whole;
        _fraction = fraction;
        _exponent = exponent;
    }

    /// <summary>The length of the number in the document.</summary>
    internal int JsonLength { get; }

    /// <summary>The length of the plain decimal.</summary>
    internal int PlainLength => (_negative ? 1 : 0) + WholeDigits + (Decimals > 0 ? 1 + Decimals : 0);

    private int Decimals => Math.Max(0, _fraction.Length - _exponent);

    // Digits before the point, without the zeros that moving it leaves in front.
    private int WholeDigits
    {
        get
        {
            var place = _whole.Length + _exponent;
            var zeros = LeadingZeros();
            return zeros == _whole.Length + _fraction.Length ? 1 : Math.Max(1, place - zeros);
        }
    }

    /// <summary>Reads the number that a text begins with.</summary>
    /// <returns>Whether it is a number of JSON, and not too large or small for this.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> json, out JsonbNumber number)
    {
        number = default;
        var negative = json.Length > 0 && json[0] == '-';
        var at = negative ? 1 : 0;
        var whole = Digits(json, ref at);
        if (whole.Length == 0 || (whole.Length > 1 && whole[0] == '0'))
            return false;
        ReadOnlySpan<byte> fraction = [];
        if (at < json.Length && json[at] == '.')
        {
            at++;
            fraction = Digits(json, ref at);
            if (fraction.Length == 0)
                return false;
        }

        var exponent = 0;
        if (at < json.Length && (json[at] | 0x20) == 'e')
        {
            at++;
            var sign = at < json.Length && json[at] is (byte)'+' or (byte)'-' ? json[at++] : (byte)'+';
            if (!Utf8Parser.TryParse(Digits(json, ref at), out exponent, out _) || exponent > MaxExponent)
                return false;
            exponent = sign == '-' ? -exponent : exponent;
        }

        number = new(at, negative, whole, fraction, exponent);
        return true;
    }

    /// <summary>Writes the plain decimal, all <see cref="PlainLength"/> bytes of it.</summary>
    internal void Write(Span<byte> target)
    {
        if (_negative)
        {
            target[0] = (byte)'-';
            target = target[1..];
        }

        if (_exponent == 0)
        {
            _whole.CopyTo(target);
            target = target[_whole.Length..];
            if (_fraction.Length > 0)
            {
                target[0] = (byte)'.';
                _fraction.CopyTo(target[1..]);
            }

            return;
        }

        // The digit at a place counts from the point: -1 is the first after it.
        var place = _whole.Length + _exponent;
        var at = 0;
        for (var i = WholeDigits - 1; i >= -Decimals; i--)
        {
            if (i == -1)
                target[at++] = (byte)'.';
            target[at++] = DigitAt(place - 1 - i);
        }
    }

    private byte DigitAt(int index) => index < 0 ? (byte)'0'
        : index < _whole.Length ? _whole[index]
        : index - _whole.Length < _fraction.Length ? _fraction[index - _whole.Length]
        : (byte)'0';

    private int LeadingZeros()
    {
        var zeros = 0;
        while (zeros < _whole.Length + _fraction.Length && DigitAt(zeros) == '0')
            zeros++;
        return zeros;
    }

    private static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> json, scoped ref int at)
    {
        var digits = json[at..];
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end >= 0)
            digits = digits[..end];
        at += digits.Length;
        return digits;
    }
}

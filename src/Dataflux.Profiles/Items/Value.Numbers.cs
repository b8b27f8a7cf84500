using System.Globalization;
using System.Runtime.CompilerServices;
using Dataflux.Profiles.Fields;
using Dataflux.Profiles.Items;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Profiles;

public readonly partial struct Value
{
    private const int MaxPlainInt64Digits = 18;

    /// <summary>The N value as a 32-bit integer.</summary>
    /// <param name="orText">Whether an S value that holds a number is taken too.</param>
    /// <returns>The number.</returns>
    /// <exception cref="AttributeException">The value is not N, has a fraction or does not fit 32 bits.</exception>
    public int AsInt32(bool orText = false)
    {
        if (!TryPlainInt64(out var wide))
            wide = Integer("N (32-bit integer)", "a 32-bit integer; ask for Int64, Decimal or Number", orText);
        return wide is >= int.MinValue and <= int.MaxValue
            ? (int)wide
            : throw AttributeErrors.Unfit(this, "does not fit a 32-bit integer; ask for Int64, Decimal or Number");
    }

    /// <summary>The N value as a 64-bit integer.</summary>
    /// <param name="orText">Whether an S value that holds a number is taken too.</param>
    /// <returns>The number.</returns>
    /// <exception cref="AttributeException">The value is not N, has a fraction or does not fit 64 bits.</exception>
    public long AsInt64(bool orText = false) =>
        TryPlainInt64(out var value) ? value : Integer("N (64-bit integer)", "a 64-bit integer; ask for Decimal or Number", orText);

    /// <summary>The N value as a <see cref="decimal"/>, every digit kept.</summary>
    /// <param name="orText">Whether an S value that holds a number is taken too.</param>
    /// <returns>The number.</returns>
    /// <exception cref="AttributeException">The value is not N or has more digits than a decimal holds (28 to 29).</exception>
    public decimal AsDecimal(bool orText = false)
    {
        if (TryPlainInt64(out var whole))
            return whole;
        return Parts(NumberText("N (decimal)", orText)).TryDecimal(out var value)
            ? value
            : throw AttributeErrors.Unfit(this, "does not fit a decimal without loss; ask for Number");
    }

    /// <summary>The N value as a double, <b>rounded</b> to its 15 to 17 digits; the one conversion that may lose digits.</summary>
    /// <param name="orText">Whether an S value that holds a number is taken too.</param>
    /// <returns>The number.</returns>
    /// <exception cref="AttributeException">The value is not N.</exception>
    public double AsDouble(bool orText = false)
    {
        var text = NumberText("N (double)", orText);
        Parts(text);
        return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) + 0.0;
    }

    /// <summary>The N value with all of its up to 38 digits.</summary>
    /// <param name="orText">Whether an S value that holds a number is taken too.</param>
    /// <returns>The number.</returns>
    /// <exception cref="AttributeException">The value is not N.</exception>
    public Number AsNumber(bool orText = false)
    {
        var text = NumberText("N", orText);
        return new Number(Parts(text));
    }

    /// <summary>The N value as a count from 1970-01-01T00:00:00Z, see <see cref="Item.Timestamp(string, Epoch, bool)"/>.</summary>
    /// <param name="epoch">The unit the number counts in.</param>
    /// <param name="orText">Whether an S value that holds a number is taken too.</param>
    /// <returns>The time in UTC.</returns>
    /// <exception cref="AttributeException">The value is not N or is outside the years 1 to 9999.</exception>
    public DateTimeOffset AsTimestamp(Epoch epoch, bool orText = false)
    {
        var tens = epoch switch
        {
            Epoch.Seconds => 6,
            Epoch.Milliseconds => 3,
            Epoch.Microseconds => 0,
            _ => throw new ArgumentOutOfRangeException(nameof(epoch), epoch, "no such unit"),
        };
        var parts = Parts(NumberText("N (time)", orText));
        if (!parts.TryFlooredInt64(tens, out var micros) || micros is < ItemScanner.MinMicroseconds or > ItemScanner.MaxMicroseconds)
        {
            var unit = epoch.ToString().ToLowerInvariant();
            throw AttributeErrors.Unfit(this, $"is outside the years 1 to 9999 as {unit} since 1970; is the unit right?");
        }

        return DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
    }

    internal int FormatNumber(Span<byte> target) => Parts(NumberText("N", orText: false)).Format(target);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Integer(string wanted, string what, bool orText)
    {
        var parts = Parts(NumberText(wanted, orText));
        if (!parts.IsWhole)
            throw AttributeErrors.Unfit(this, "is not a whole number; ask for Decimal or Number");
        return parts.TryScaledInt64(0, out var value) ? value : throw AttributeErrors.Unfit(this, $"does not fit {what}");
    }

    private ReadOnlySpan<byte> NumberText(string wanted, bool orText) =>
        Type == AttributeType.N || (orText && Type == AttributeType.S)
            ? Unescaped()
            : throw WrongType(orText ? $"{wanted} or S with a number" : wanted);

    private NumberParts Parts(ReadOnlySpan<byte> text)
    {
        var problem = NumberParts.Read(text, out var parts);
        return problem is null ? parts : throw AttributeErrors.Unfit(this, problem);
    }

    /// <summary>An N of up to 18 digits without point and exponent, which nearly all are.</summary>
    private bool TryPlainInt64(out long value)
    {
        value = 0;
        if (_table is null)
            return false;
        ref readonly var entry = ref _table.Entries[_entry];
        if (entry.Type != AttributeType.N)
            return false;
        var text = _table.Bytes.AsSpan(entry.ValueStart, entry.ValueLength);
        var first = text[0] == '-' ? 1 : 0;
        if (text.Length - first > MaxPlainInt64Digits)
            return false;
        for (var i = first; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit > 9)
                return false;
            value = (value * 10) + digit;
        }

        if (first == 1)
            value = -value;
        return true;
    }
}

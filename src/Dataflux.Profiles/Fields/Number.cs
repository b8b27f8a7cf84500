using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Dataflux.Profiles.Fields;

namespace Dataflux.Profiles;

/// <summary>
/// A DynamoDB number, kept as text so that none of its up to 38 digits is lost
/// (Amazon DynamoDB Developer Guide, "Naming rules and data types": 38 digits of precision, 1E-130 to 9.99…E+125).
/// </summary>
[JsonConverter(typeof(NumberJsonConverter))]
public readonly partial struct Number : IEquatable<Number>, IComparable<Number>
{
    private readonly string? _text;

    internal Number(in NumberParts parts)
    {
        Span<byte> text = stackalloc byte[NumberParts.MaxTextLength];
        _text = Encoding.ASCII.GetString(text[..parts.Format(text)]);
    }

    /// <summary>The plain decimal text: no exponent, no leading or trailing zeros, <c>0</c> for any zero.</summary>
    public string Text => _text ?? "0";

    /// <summary>Reads a number in any form DynamoDB accepts and brings it to its plain form.</summary>
    /// <param name="text">Such as <c>-12.50</c> or <c>1.5E2</c>.</param>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException">It is no number, or has more than 38 digits or a magnitude DynamoDB cannot store.</exception>
    public static Number Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Reads a number from UTF-8 text, see <see cref="Parse(string)"/>.</summary>
    /// <param name="utf8">Such as <c>-12.50</c> or <c>1.5E2</c>.</param>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException">It is no number, or has more than 38 digits or a magnitude DynamoDB cannot store.</exception>
    public static Number Parse(ReadOnlySpan<byte> utf8)
    {
        var problem = NumberParts.Read(utf8, out var parts);
        return problem is null ? new Number(parts) : throw new FormatException($"\"{Encoding.UTF8.GetString(utf8)}\" {problem}");
    }

    /// <summary>Reads a number, see <see cref="Parse(string)"/>, without an exception for what is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether the text is a number.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Number number)
    {
        number = default;
        if (text is null || NumberParts.Read(Encoding.UTF8.GetBytes(text), out var parts) is not null)
            return false;
        number = new Number(parts);
        return true;
    }

    /// <summary>The number as a 32-bit integer.</summary>
    /// <returns>The integer.</returns>
    /// <exception cref="OverflowException">The number has a fraction or does not fit 32 bits.</exception>
    public int ToInt32() => ToInt64() is >= int.MinValue and <= int.MaxValue and var value
        ? (int)value
        : throw new OverflowException($"{Text} does not fit a 32-bit integer");

    /// <summary>The number as a 64-bit integer.</summary>
    /// <returns>The integer.</returns>
    /// <exception cref="OverflowException">The number has a fraction or does not fit 64 bits.</exception>
    public long ToInt64()
    {
        var parts = Parts();
        if (!parts.IsWhole)
            throw new OverflowException($"{Text} is not a whole number");
        return parts.TryScaledInt64(0, out var value) ? value : throw new OverflowException($"{Text} does not fit a 64-bit integer");
    }

    /// <summary>The number as a <see cref="decimal"/>, every digit kept.</summary>
    /// <returns>The decimal.</returns>
    /// <exception cref="OverflowException">The number has more digits than a decimal holds (28 to 29).</exception>
    public decimal ToDecimal() =>
        Parts().TryDecimal(out var value) ? value : throw new OverflowException($"{Text} does not fit a decimal without loss");

    /// <summary>The number as a double, <b>rounded</b> to its 15 to 17 digits.</summary>
    /// <returns>The nearest double.</returns>
    public double ToDouble() => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public bool Equals(Number other) => Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Number other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private NumberParts Parts()
    {
        Span<byte> text = stackalloc byte[NumberParts.MaxTextLength];
        NumberParts.Read(text[..Encoding.ASCII.GetBytes(Text, text)], out var parts);
        return parts;
    }
}

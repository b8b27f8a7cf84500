using System.Diagnostics.CodeAnalysis;

namespace Dataflux.Profiles;

/// <summary>
/// A DynamoDB number, kept as text so that none of its up to 38 digits is lost
/// (Amazon DynamoDB Developer Guide, "Naming rules and data types": 38 digits of precision, 1E-130 to 9.99…E+125).
/// </summary>
public readonly struct Number : IEquatable<Number>
{
    private readonly string? _text;

    internal Number(string canonicalText) => _text = canonicalText;

    /// <summary>The plain decimal text: no exponent, no leading or trailing zeros, <c>0</c> for any zero.</summary>
    public string Text => _text ?? "0";

    /// <summary>Reads a number in any form DynamoDB accepts and brings it to its plain form.</summary>
    /// <param name="text">Such as <c>-12.50</c> or <c>1.5E2</c>.</param>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException">It is no number, or has more than 38 digits or a magnitude DynamoDB cannot store.</exception>
    public static Number Parse(string text) => throw new NotSupportedException();

    /// <inheritdoc/>
    public bool Equals(Number other) => Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Number other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Whether two numbers are the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are the same.</returns>
    public static bool operator ==(Number left, Number right) => left.Equals(right);

    /// <summary>Whether two numbers differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(Number left, Number right) => !left.Equals(right);
}

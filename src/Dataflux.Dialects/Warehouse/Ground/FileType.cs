using System.Globalization;

namespace Dataflux.Dialects.Warehouse.Ground;

/// <summary>The type of a column.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Precision">The digits of a decimal number; 0 for other kinds.</param>
/// <param name="Scale">Those of them behind the point.</param>
internal sealed record FileType(ValueKind Kind, int Precision = 0, int Scale = 0)
{
    /// <summary>The most digits that Parquet and the warehouses keep.</summary>
    internal const int MostDigits = 38;

    /// <summary>Where nothing says it: what BigQuery's NUMERIC holds, and the others hold, too.</summary>
    private const int UsualScale = 9;

    /// <summary>A decimal number of which nobody says how many digits it has.</summary>
    internal static FileType UsualDecimal { get; } = new(ValueKind.Decimal, MostDigits, UsualScale);

    /// <summary>A whole number of more than 64 bits.</summary>
    internal static FileType Whole { get; } = new(ValueKind.Decimal, MostDigits, 0);

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Kind == ValueKind.Decimal
        ? string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})")
        : Kind.ToString().ToLowerInvariant();

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    internal static FileType Parse(string text)
    {
        if (!text.StartsWith("decimal(", StringComparison.Ordinal))
            return new(Enum.Parse<ValueKind>(text, ignoreCase: true));

        var digits = text["decimal(".Length..^1].Split(',');
        return new(
            ValueKind.Decimal, int.Parse(digits[0], CultureInfo.InvariantCulture), int.Parse(digits[1], CultureInfo.InvariantCulture));
    }
}

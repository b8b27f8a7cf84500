namespace Dataflux.Engine.Inspection;

/// <summary>How often the values of an attribute repeat, inside one part and across parts.</summary>
/// <param name="Distinct">How many different values there are; an estimate unless <paramref name="IsExact"/>.</param>
/// <param name="IsExact">Whether every value was tracked; otherwise the figures are those of a random part of the values.</param>
/// <param name="Repeated">The share of values (0 to 1) that occur in more than one item.</param>
/// <param name="InSeveralParts">The share of values (0 to 1) that occur in more than one part: such a key spans parts.</param>
public sealed record ValueFindings(long Distinct, bool IsExact, double Repeated, double InSeveralParts)
{
    /// <summary>Whether no tracked value occurred twice.</summary>
    public bool IsUnique => Repeated == 0;
}

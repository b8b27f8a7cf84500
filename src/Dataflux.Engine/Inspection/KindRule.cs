namespace Dataflux.Engine.Inspection;

/// <summary>What tells the kinds of items in one table apart.</summary>
/// <param name="By">The kind of rule.</param>
/// <param name="Attributes">The attributes it looks at; empty where it looks at all of them or at none.</param>
public sealed record KindRule(KindRuleType By, IReadOnlyList<string> Attributes)
{
    /// <summary>
    /// What separates the parts of each of the <see cref="Attributes"/>; empty unless by <see cref="KindRuleType.KeyPrefix"/>.
    /// </summary>
    public IReadOnlyList<char> Separators { get; init; } = [];

    /// <summary>
    /// Whether only the first part of a composed key counts, so that <c>USER#*</c> stands for any number of parts after it.
    /// </summary>
    public bool FirstPartOnly { get; init; }
}

namespace Dataflux.Engine.Inspection;

/// <summary>What tells the kinds of items in one table apart.</summary>
/// <param name="By">The kind of rule.</param>
/// <param name="Attributes">The attributes it looks at; empty where it looks at all of them or at none.</param>
public sealed record KindRule(KindRuleType By, IReadOnlyList<string> Attributes);

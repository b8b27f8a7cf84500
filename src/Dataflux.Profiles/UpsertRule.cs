namespace Dataflux.Profiles;

/// <summary>One rule of an <see cref="Upsert"/>.</summary>
/// <param name="Kind">What the rule does.</param>
/// <param name="Column">The column's name, as in the table.</param>
/// <param name="Expression">
/// The SQL expression of a <see cref="UpsertRuleKind.Set"/> or <see cref="UpsertRuleKind.Combine"/> rule; otherwise <see langword="null"/>.
/// </param>
public sealed record UpsertRule(UpsertRuleKind Kind, string Column, string? Expression);

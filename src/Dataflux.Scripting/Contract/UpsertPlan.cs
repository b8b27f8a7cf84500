namespace Dataflux.Scripting.Contract;

/// <summary>Which <c>upsert</c> writes which record type.</summary>
/// <param name="OfType">For each record type the index of its function, -1 for the mapping's.</param>
/// <param name="TakesAll">Whether the one function takes the batch as it is, of whatever types.</param>
internal sealed record UpsertPlan(IReadOnlyList<int> OfType, bool TakesAll);

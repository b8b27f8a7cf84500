using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Targets;

/// <summary>What images of a run's changes would cover.</summary>
/// <param name="Lines">What they cover and what they do not, a line for each table or reason.</param>
/// <param name="Refusals">Why a run that is to keep images would stop at its first batch.</param>
public sealed record UndoOutlook(IReadOnlyList<string> Lines, IReadOnlyList<TargetFinding> Refusals);

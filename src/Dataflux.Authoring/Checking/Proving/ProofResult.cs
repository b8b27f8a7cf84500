using Dataflux.Engine.Reporting;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>What one migration into scratch tables gave.</summary>
/// <param name="Summary">The run's summary.</param>
/// <param name="Rejects">What was rejected.</param>
/// <param name="Tables">The tables afterwards.</param>
internal sealed record ProofResult(RunSummary Summary, IReadOnlyList<RunReject> Rejects, IReadOnlyList<TableSnapshot> Tables)
{
    /// <summary>The first reject, as an example; <see langword="null"/> when nothing was rejected.</summary>
    internal RunReject? Reject => Rejects.Count > 0 ? Rejects[0] : null;

    /// <summary>Rows in all tables.</summary>
    internal int Rows => Tables.Sum(table => table.Rows.Count);

    /// <summary>Why the run did not reach its end; <see langword="null"/> when it did.</summary>
    internal string? Failure => Summary.Outcome == RunOutcome.Complete ? null : Summary.Error ?? $"{Summary.Outcome}";
}

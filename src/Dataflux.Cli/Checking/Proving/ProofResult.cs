using Dataflux.Dialects.PostgreSql.Scratch;
using Dataflux.Engine.Reporting;

namespace Dataflux.Cli.Checking.Proving;

/// <summary>What one migration of a sample gave.</summary>
/// <param name="Summary">The run's summary.</param>
/// <param name="Reject">The first reject; <see langword="null"/> when nothing was rejected.</param>
/// <param name="Tables">The tables afterwards.</param>
internal sealed record ProofResult(RunSummary Summary, FirstReject? Reject, IReadOnlyList<TableSnapshot> Tables)
{
    /// <summary>Rows in all tables.</summary>
    internal int Rows => Tables.Sum(table => table.Rows.Count);
}

namespace Dataflux.Engine.Targets;

/// <summary>What there is to undo in a table.</summary>
/// <param name="Table">The table, for people.</param>
/// <param name="Delete">Rows to delete, which the run inserted.</param>
/// <param name="Restore">Rows to restore, which the run updated or deleted.</param>
/// <param name="ChangedSince">Rows that others changed since; with force they are among the others.</param>
/// <param name="AsBefore">Rows that are as before the run already.</param>
public sealed record UndoCounts(string Table, long Delete, long Restore, long ChangedSince, long AsBefore)
{
    /// <summary>The images.</summary>
    public long Images => Delete + Restore + ChangedSince + AsBefore;
}

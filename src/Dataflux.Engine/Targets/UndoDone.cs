namespace Dataflux.Engine.Targets;

/// <summary>What an undo has done.</summary>
/// <param name="Deleted">Rows it deleted, which the run had inserted.</param>
/// <param name="Restored">Rows it restored, which the run had updated or deleted.</param>
/// <param name="AsBefore">Rows that were as before the run already.</param>
public readonly record struct UndoDone(long Deleted, long Restored, long AsBefore)
{
    /// <summary>All of them.</summary>
    public long Total => Deleted + Restored + AsBefore;
}

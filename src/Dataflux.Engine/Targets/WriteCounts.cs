namespace Dataflux.Engine.Targets;

/// <summary>What happened to the records of a batch.</summary>
/// <param name="Inserted">Records whose key was not there.</param>
/// <param name="Updated">Records that changed a row.</param>
/// <param name="Unchanged">Records whose row was already the same, or was to be deleted and is not there.</param>
/// <param name="Deleted">Rows that were deleted.</param>
public readonly record struct WriteCounts(long Inserted, long Updated, long Unchanged, long Deleted = 0)
{
    /// <summary>Adds two counts.</summary>
    public static WriteCounts operator +(WriteCounts a, WriteCounts b) =>
        new(a.Inserted + b.Inserted, a.Updated + b.Updated, a.Unchanged + b.Unchanged, a.Deleted + b.Deleted);
}

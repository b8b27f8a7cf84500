using System.Text.Json.Serialization;

namespace Dataflux.Engine.Targets;

/// <summary>What happened to the records of a batch.</summary>
/// <param name="Inserted">Records whose key was not there.</param>
/// <param name="Updated">Records that changed a row.</param>
/// <param name="Unchanged">Records whose row was already the same, or was to be deleted and is not there.</param>
/// <param name="Deleted">Rows that were deleted.</param>
/// <param name="Overwritten">
/// Of the updated: records that overwrote what another record of the same run had written, with no rule that would combine them. In a table
/// that had rows before the run only those that met in one batch are told apart.
/// </param>
/// <param name="Older">Records and deletes that changed nothing, because the target has a newer version.</param>
/// <param name="Written">Records and deletes that were written without a look at what was there before.</param>
public readonly record struct WriteCounts(
    long Inserted,
    long Updated,
    long Unchanged,
    long Deleted = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Overwritten = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Older = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Written = 0)
{
    /// <summary>Adds two counts.</summary>
    public static WriteCounts operator +(WriteCounts a, WriteCounts b) =>
        new(
            a.Inserted + b.Inserted,
            a.Updated + b.Updated,
            a.Unchanged + b.Unchanged,
            a.Deleted + b.Deleted,
            a.Overwritten + b.Overwritten,
            a.Older + b.Older,
            a.Written + b.Written);
}

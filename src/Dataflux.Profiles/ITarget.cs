namespace Dataflux.Profiles;

/// <summary>
/// Where a profile's records are written. Inside <c>upsert</c> every call belongs to the batch's one transaction:
/// it is committed when <c>upsert</c> returns and rolled back when it throws.
/// </summary>
public interface ITarget
{
    /// <summary>
    /// Writes records by their mapping: new keys are inserted, existing ones overwritten, unchanged rows left alone.
    /// A key that occurs more than once is written in the order of the list.
    /// </summary>
    /// <typeparam name="TRecord">
    /// The record; mapped by <c>[Table]</c>, <c>[Key]</c>, <c>[Column]</c> and <c>[NotMapped]</c>.
    /// A base type or interface is allowed: records are then written by their own types, in the order the types are declared.
    /// </typeparam>
    /// <param name="batch">The records, in order.</param>
    /// <returns>How many records were inserted or updated; unchanged ones are not counted.</returns>
    Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull;
}

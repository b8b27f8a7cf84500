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

    /// <summary>Deletes records by their <c>[Key]</c>; a key that is not there is no error.</summary>
    /// <typeparam name="TKey">
    /// A record, or a type with only its key: <c>[Table("users")] record UserKey([property: Key] string Id)</c>. Mapped like a
    /// record; nothing but the <c>[Key]</c> properties is read. A base type or interface is allowed: keys are then deleted by
    /// their own types, in the reverse of the order the types are declared, so that what refers goes before what is referred to.
    /// </typeparam>
    /// <param name="keys">The keys.</param>
    /// <returns>How many rows were deleted.</returns>
    Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull;
}

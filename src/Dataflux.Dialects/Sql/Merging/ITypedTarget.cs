using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Merging;

/// <summary>Takes records of a type known at compile time.</summary>
internal interface ITypedTarget
{
    /// <summary>The place of a record type in the order of writing.</summary>
    int PlaceOf(Type type);

    /// <summary>Writes records that are exactly of this type.</summary>
    Task<int> WriteAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules);

    /// <summary>Deletes by keys that are exactly of this type.</summary>
    Task<int> DeleteKeysAsync<TKey>(IReadOnlyList<TKey> keys);
}

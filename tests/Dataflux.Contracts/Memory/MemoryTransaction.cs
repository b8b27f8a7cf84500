using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Contracts.Memory;

/// <summary>
/// What a profile sees of a <see cref="MemoryTarget"/>: changes are collected here, over what the store holds, until they are committed.
/// </summary>
public sealed class MemoryTransaction : ITarget
{
    private readonly MemoryStore _store;

    internal MemoryTransaction(MemoryStore store)
    {
        (_store, BeganAt) = (store, store.Ended);
        Documents = new(store);
    }

    /// <summary>Says which item a record or a key comes from, and so its version.</summary>
    internal Func<object, ItemOrigin?> OriginOf { get; init; } = static _ => null;

    /// <summary>The versions of what it has changed.</summary>
    internal Dictionary<(string Table, MemoryKey Key), long> Versions { get; } = [];

    /// <summary>What it has changed so far.</summary>
    public WriteCounts Counts { get; private set; }

    /// <summary>How often sessions had been ended when it began.</summary>
    internal int BeganAt { get; init; }

    /// <summary>Rows by table and key; <see langword="null"/> where one is deleted.</summary>
    internal Dictionary<(string Table, MemoryKey Key), IReadOnlyDictionary<string, object?>?> Changes { get; } = [];

    internal MemoryDocuments Documents { get; }

    /// <inheritdoc/>
    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull
    {
        var before = Counts;
        foreach (var record in batch)
        {
            // By its own type: a profile may have several, and hand them over as their base.
            var shape = MemoryShape.For(record.GetType());
            var key = shape.KeyOf(record);
            if (!IsOlder(shape.Table, key, record))
                Put(shape, key, shape.RowOf(record));
        }

        return Task.FromResult((int)(Counts.Inserted + Counts.Updated - before.Inserted - before.Updated));
    }

    /// <inheritdoc/>
    public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        var before = Counts;
        foreach (var key in keys)
        {
            var shape = MemoryShape.For(key.GetType());
            var ofRow = shape.KeyOf(key);
            if (!IsOlder(shape.Table, ofRow, key))
                Remove(shape.Table, ofRow);
        }

        return Task.FromResult((int)(Counts.Deleted - before.Deleted));
    }

    // What is there keeps its version when it is deleted, so that nothing older brings it back.
    private bool IsOlder(string table, MemoryKey key, object recordOrKey)
    {
        if (OriginOf(recordOrKey)?.Version is not { } version)
            return false;

        if (version < (Versions.TryGetValue((table, key), out var own) ? own : _store.VersionOf(table, key)))
        {
            Counts += new WriteCounts(0, 0, 0, Older: 1);
            return true;
        }

        Versions[(table, key)] = version;
        return false;
    }

    private void Put(MemoryShape shape, MemoryKey key, IReadOnlyDictionary<string, object?> row)
    {
        if (_store.Refuses(shape.Table, row) is { } failure)
            throw new MemoryException(failure);

        var existing = Find(shape.Table, key);
        if (existing is not null && row.All(column => Equals(existing.GetValueOrDefault(column.Key), column.Value)))
        {
            Counts += new WriteCounts(0, 0, Unchanged: 1);
            return;
        }

        // Columns that the record does not have stay as they are.
        var changed = existing is null ? [] : new Dictionary<string, object?>(existing, StringComparer.Ordinal);
        foreach (var (column, value) in row)
            changed[column] = value;

        Changes[(shape.Table, key)] = changed;
        Counts += existing is null ? new(Inserted: 1, 0, 0) : new WriteCounts(0, Updated: 1, 0);
    }

    private void Remove(string table, MemoryKey key)
    {
        if (Find(table, key) is null)
        {
            Counts += new WriteCounts(0, 0, Unchanged: 1);
            return;
        }

        Changes[(table, key)] = null;
        Counts += new WriteCounts(0, 0, 0, Deleted: 1);
    }

    private IReadOnlyDictionary<string, object?>? Find(string table, MemoryKey key) =>
        Changes.TryGetValue((table, key), out var changed) ? changed : _store.Find(table, key);
}

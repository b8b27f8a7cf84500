using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Warehouse.Writing;

/// <summary>What a profile sees of the target during one transaction: rows are added one after the other.</summary>
/// <param name="shapes">The tables.</param>
/// <param name="timeOf">When a record was written, in microseconds since 1970; <see langword="null"/>: all at the same time.</param>
/// <param name="time">That time.</param>
/// <param name="longestText">How many bytes a text or binary may have; <see langword="null"/>: any number.</param>
/// <param name="cancellation">Stops the calls.</param>
internal sealed class FilesCalls(
    TableShapes shapes, Func<object, long>? timeOf, long time, int? longestText, CancellationToken cancellation) : ITarget
{
    private readonly Dictionary<string, (FileTable Table, RowBuffer Rows)> _tables = new(StringComparer.Ordinal);
    private bool _closed;

    internal WriteCounts Counts { get; private set; }

    /// <summary>The rows by table.</summary>
    internal IReadOnlyList<(FileTable Table, RowBuffer Rows)> Tables =>
        [.. _tables.Values.Where(static one => one.Rows.Rows > 0).OrderBy(static one => one.Table.Name, StringComparer.Ordinal)];

    /// <summary>Ends the profile's use of the transaction.</summary>
    internal void Close() => _closed = true;

    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull
    {
        Add(batch, shapes.OfRecord);
        Counts += new WriteCounts(batch.Count, 0, 0);
        return Task.FromResult(batch.Count);
    }

    public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        Add(keys, shapes.OfKey);
        Counts += new WriteCounts(0, 0, 0, keys.Count);
        return Task.FromResult(keys.Count);
    }

    private void Add<T>(IReadOnlyList<T> records, Func<Type, TableEncoder> find)
        where T : notnull
    {
        if (_closed)
            throw new InvalidOperationException("the target was used after its transaction ended; await every call before upsert returns");

        cancellation.ThrowIfCancellationRequested();
        Type? last = null;
        TableEncoder? encoder = null;
        RowBuffer? rows = null;
        for (var i = 0; i < records.Count; i++)
        {
            // By its own type: a profile may have several, and hand them over as their base.
            var type = typeof(T).IsValueType ? typeof(T) : records[i].GetType();
            if (type != last)
                (last, encoder, rows) = (type, find(type), RowsOf(find(type).Table));

            var writtenAt = timeOf is null ? time : timeOf(records[i]);
            if (encoder is TableEncoder<T> typed)
                typed.Encode(rows!, records[i], writtenAt);
            else
                encoder!.Encode(rows!, records[i], writtenAt);
        }
    }

    private RowBuffer RowsOf(FileTable table)
    {
        if (!_tables.TryGetValue(table.Name, out var known))
            _tables.Add(table.Name, known = (table, new(longestText ?? int.MaxValue)));

        return known.Rows;
    }
}

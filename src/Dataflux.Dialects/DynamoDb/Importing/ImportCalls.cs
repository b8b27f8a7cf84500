using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>What a profile sees of the target during one transaction: changes are kept one after the other.</summary>
/// <param name="tables">The tables.</param>
/// <param name="cancellation">Stops the calls.</param>
internal sealed class ImportCalls(NewTables tables, CancellationToken cancellation) : ITarget, IDisposable
{
    private readonly SortedDictionary<string, ItemRows> _rows = new(StringComparer.Ordinal);
    private readonly ItemLine _line = new();
    private bool _closed;

    internal WriteCounts Counts { get; private set; }

    /// <summary>The records that DynamoDB would refuse.</summary>
    internal List<(object Record, Failure Failure)> Refused { get; } = [];

    /// <summary>The changes, by table.</summary>
    internal IReadOnlyCollection<ItemRows> Rows => [.. _rows.Values.Where(static rows => !rows.IsEmpty)];

    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull
    {
        var kept = Add(batch, Put);
        Counts += new WriteCounts(kept, 0, 0);
        return Task.FromResult(kept);
    }

    public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        var kept = Add(keys, static (key, shape, rows) => rows.Add(NewTables.KeyOf(shape.Table, shape.KeyOf(key)), []));
        Counts += new WriteCounts(0, 0, 0, kept);
        return Task.FromResult(kept);
    }

    public void Dispose()
    {
        _closed = true;
        _line.Dispose();
    }

    private int Add<T>(IReadOnlyList<T> records, Action<object, ItemShape, ItemRows> add)
        where T : notnull
    {
        if (_closed)
            throw new InvalidOperationException("the target was used after its transaction ended; await every call before upsert returns");

        cancellation.ThrowIfCancellationRequested();
        var kept = 0;
        foreach (var record in records)
        {
            // By its own type: a profile may have several, and hand them over as their base.
            var shape = tables.ShapeOf(record.GetType());
            try
            {
                add(record, shape, RowsOf(shape.Table));
                kept++;
            }
            catch (Exception e) when (DynamoDbFailures.Classify(e) is { Kind: FailureKind.Row } failure)
            {
                Refused.Add((record, failure with { Table = shape.Table.Name }));
            }
        }

        return kept;
    }

    private void Put(object record, ItemShape shape, ItemRows rows)
    {
        var item = shape.ItemOf(record);
        var key = NewTables.KeyOf(shape.Table, item);
        NewTables.CheckSize(item);
        rows.Add(key, _line.Of(item));
    }

    private ItemRows RowsOf(TableInfo table)
    {
        if (!_rows.TryGetValue(table.Name, out var known))
            _rows.Add(table.Name, known = new(table));

        return known;
    }
}

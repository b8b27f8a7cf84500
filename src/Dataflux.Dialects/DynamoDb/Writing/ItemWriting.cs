using System.Collections.Concurrent;
using Amazon.DynamoDBv2;
using Dataflux.Dialects.Aws;
using Dataflux.Dialects.DynamoDb.Attributes;
using Dataflux.Dialects.DynamoDb.Options;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>
/// Writes the changes of a call: reads what is there where that is asked for, plans, and writes what is left to be written.
/// </summary>
internal sealed class ItemWriting : IDisposable
{
    // So many calls of 25 items are 4,000 units a second for items of a kilobyte, when each takes a tenth of a second.
    private const int CallsAtOnce = 16;
    private const int SingleCallsAtOnce = 64;
    private readonly DynamoDbOptions _options;
    private readonly TableCatalog _tables;
    private readonly ConcurrentDictionary<Type, ItemShape> _shapes = new();
    private readonly AttributeEncodings _encodings = new();
    private readonly Versions? _versions;
    private readonly CallSlots _slots;
    private readonly ItemReader _reader;
    private readonly IItemWriter _writer;

    internal ItemWriting(DynamoDbOptions options, TableCatalog tables, RenewedClient<IAmazonDynamoDB> client, TimeProvider time)
    {
        (_options, _tables) = (options, tables);
        _versions = options.OnlyNewer is { } attribute ? new(attribute) : null;
        _slots = new(_versions is null ? CallsAtOnce : SingleCallsAtOnce);
        _reader = new(client, _slots, time);
        _writer = _versions is null
            ? new BatchWriter(client, _slots, time)
            : new ConditionalWriter(client, _slots, _versions, _reader, time);
    }

    /// <summary>The table of a record type.</summary>
    /// <exception cref="TargetException">Nothing names one, or there is none of that name.</exception>
    internal ValueTask<TableInfo> TableAsync(Type type, CancellationToken cancellation) =>
        _tables.FindAsync(_options.TableOf(type), cancellation);

    /// <summary>How records of a type become items.</summary>
    /// <exception cref="TargetException">There is no table for them.</exception>
    internal async ValueTask<ItemShape> ShapeAsync(Type type, CancellationToken cancellation) =>
        _shapes.TryGetValue(type, out var known)
            ? known
            : _shapes.GetOrAdd(type, ItemShape.For(type, await TableAsync(type, cancellation), _encodings, _options.OnlyNewer));

    /// <summary>The change that a record means.</summary>
    internal Change Put(object record, ItemShape shape)
    {
        var item = shape.ItemOf(record);
        return Change.Put(record, shape.Table, item, _versions?.Of(item));
    }

    /// <summary>The change that a key to delete means.</summary>
    internal Change Delete(object key, ItemShape shape)
    {
        var attributes = shape.KeyOf(key);
        return Change.Delete(key, shape.Table, attributes, _versions?.Of(attributes));
    }

    /// <summary>Writes changes, and ends when none of them is under way any more.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="refuse">Takes those that cannot be in the table; may be called by several calls at the same time.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>What became of the others.</returns>
    internal async Task<WriteCounts> WriteAsync(ChangeList changes, Action<Change, Failure> refuse, CancellationToken cancellation)
    {
        if (changes.Keys.Count == 0)
            return default;

        if (_options.SkipUnchanged)
            await _reader.ReadAsync(changes.Keys, cancellation);

        var counts = default(WriteCounts);
        var left = changes.Keys;
        while (left.Count > 0)
        {
            foreach (var key in left)
                key.Plan(_versions, refuse);

            var again = new ConcurrentDictionary<KeyChanges, bool>();
            await _writer.WriteAsync(
                [.. left.Where(static key => key.Last is not null)],
                (key, failure) =>
                {
                    // What came before it with the same key is good, and is to be written.
                    refuse(key.Last!, failure);
                    key.RemoveLast();
                    again[key] = true;
                },
                cancellation);
            counts = left.Where(key => !again.ContainsKey(key)).Aggregate(counts, static (sum, key) => sum + key.Counts);
            left = [.. again.Keys];
        }

        return counts;
    }

    public void Dispose() => _slots.Dispose();
}

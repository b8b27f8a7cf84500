using Dataflux.Dialects.DynamoDb.Tables;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>The changes of one call, by their keys.</summary>
internal sealed class ChangeList
{
    private readonly Dictionary<(TableInfo Table, string Key), KeyChanges> _byKey = [];

    /// <summary>The keys, in the order in which they came.</summary>
    internal IReadOnlyCollection<KeyChanges> Keys => _byKey.Values;

    internal void Add(Change change)
    {
        var key = (change.Table, change.Table.KeyTextOf(change.Key));
        if (_byKey.TryGetValue(key, out var known))
            known.Add(change);
        else
            _byKey.Add(key, new(change));
    }
}

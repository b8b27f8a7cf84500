using Dataflux.Dialects.Sql.Binding;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>
/// Compares keys whose rows go: those that are there, and those of which something else is in doubt, are kept (<see cref="Suspects"/>).
/// </summary>
/// <typeparam name="TKey">The type with the key's properties.</typeparam>
internal sealed class DeleteComparer<TKey> : ComparerBase
{
    private readonly OwnedKeys? _owned;
    private readonly IComparedKeys<TKey> _keys;
    private readonly KeyHasher<TKey> _hasher;
    private readonly IRowMaker<TKey> _ownedRows;

    internal DeleteComparer(ComparingConnection connection, SqlComparison comparison, TableBinding key, Suspects deletes, int number)
        : base(deletes, comparison.Request)
    {
        _owned = comparison.OwnedKeysOf(key, deletes.Rules.Key);
        _keys = connection.Keys<TKey>(key, number);
        _hasher = KeyHasher<TKey>.For(comparison.Bindings, key, deletes.Rules.Key);
        _ownedRows = connection.OwnedRows<TKey>(key);
    }

    /// <summary>Compares keys inside the open transaction.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="originOf">Says where a key comes from.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>As unchanged what is not there, as updated what was kept.</returns>
    internal async Task<WriteCounts> CompareAsync(
        IReadOnlyList<TKey> keys, long transaction, Func<object, ItemOrigin?> originOf, CancellationToken cancellation)
    {
        var chosen = keys.Select(key => (Key: key, Hash: _hasher.Hash(key))).Where(key => IsChosen(key.Hash)).ToList();
        if (chosen.Count == 0)
            return default;
        keys = [.. chosen.Select(static key => key.Key)];
        _owned?.Add(_ownedRows, keys, areDeleted: true);
        IsFilled = true;
        var there = await _keys.FindAsync(keys, transaction, cancellation);
        var kept = 0;
        for (var i = 0; i < keys.Count; i++)
        {
            var hash = chosen[i].Hash;
            if (!there.Contains(i) && !Suspects.Doubts.MayHave(hash))
                continue;
            var place = Suspects.Doubts.Expect(hash);
            Keep(new(hash, originOf(keys[i]!), place, _keys.Keep(keys[i], place)));
            kept++;
        }

        return new(0, kept, keys.Count - kept);
    }

    public override ValueTask DisposeAsync() => _keys.DisposeAsync();

    private protected override Task MakeTableAsync(CancellationToken cancellation) => _keys.MakeAsync(cancellation);
}

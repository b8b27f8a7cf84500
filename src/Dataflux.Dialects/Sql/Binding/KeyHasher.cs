namespace Dataflux.Dialects.Sql.Binding;

/// <summary>Hashes the keys of records as they are sent to their table: the same key has the same hash at every time.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class KeyHasher<TRecord>
{
    private readonly IRowMaker<TRecord> _keys;
    private readonly ulong _seed;

    /// <param name="table">The table.</param>
    /// <param name="keys">Makes rows of the key alone.</param>
    private KeyHasher(string table, IRowMaker<TRecord> keys)
    {
        _keys = keys;
        _seed = 14695981039346656037;
        foreach (var letter in table)
            _seed = Step(_seed, letter);
    }

    /// <summary>Makes what hashes the keys of a table.</summary>
    /// <param name="bindings">Makes rows of the keys.</param>
    /// <param name="binding">The table.</param>
    /// <param name="key">The key's columns.</param>
    internal static KeyHasher<TRecord> For(TableBindings bindings, TableBinding binding, IReadOnlyList<string> key) =>
        new(binding.Table.NameText, bindings.RowMaker<TRecord>(binding.KeyOnly(key)));

    /// <summary>FNV-1a over the key's bytes, mixed so that each bit of it counts.</summary>
    /// <exception cref="RowValueException">The key cannot be stored.</exception>
    internal ulong Hash(TRecord record)
    {
        var hash = _seed;
        foreach (var one in _keys.Make(record))
            hash = Step(hash, one);
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        return Math.Max(1, hash ^ (hash >> 33));
    }

    private static ulong Step(ulong hash, uint unit) => (hash ^ unit) * 1099511628211;
}

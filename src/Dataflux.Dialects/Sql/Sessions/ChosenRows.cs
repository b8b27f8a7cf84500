using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.Sql.Sessions;

/// <summary>
/// The rows that a repair may write, by the hashes of their keys; everything else of a batch is left out. Used by one session.
/// </summary>
/// <param name="bindings">The tables.</param>
/// <param name="keys">The hashes, as a comparison gave them.</param>
internal sealed class ChosenRows(TableBindings bindings, IReadOnlySet<ulong> keys)
{
    private readonly Dictionary<(Type Type, string Key), object> _hashers = [];

    /// <summary>The hashes.</summary>
    internal IReadOnlySet<ulong> Keys => keys;

    /// <summary>The records, or keys to delete by, of the chosen rows, in their order.</summary>
    /// <param name="batch">The records.</param>
    /// <param name="binding">Their table.</param>
    /// <param name="key">The columns that identify its rows.</param>
    internal List<T> Of<T>(IReadOnlyList<T> batch, TableBinding binding, IReadOnlyList<string> key)
    {
        var name = (typeof(T), string.Join('\0', key));
        if (!_hashers.TryGetValue(name, out var known))
            _hashers.Add(name, known = KeyHasher<T>.For(bindings, binding, key));
        var hasher = (KeyHasher<T>)known;
        return [.. batch.Where(record => keys.Contains(hasher.Hash(record)))];
    }
}

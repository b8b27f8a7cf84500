using System.Runtime.InteropServices;

namespace Dataflux.Dialects.Sql.Merging;

/// <summary>Rounds by a key of a known type, so that no key is boxed.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
/// <typeparam name="TKey">The key.</typeparam>
/// <param name="read">Gives a record's key.</param>
/// <param name="isLoose">Whether different keys may be equal to the server.</param>
internal sealed class KeyRoundsBy<TRecord, TKey>(Func<TRecord, TKey> read, bool isLoose) : KeyRounds<TRecord>
{
    // Text by its code points: near enough to any collation for keys that begin alike to stand together.
    private static readonly IComparer<TKey>? s_inOrder =
        typeof(TKey) == typeof(string) ? (IComparer<TKey>)StringComparer.Ordinal : IsOrdered(typeof(TKey)) ? Comparer<TKey>.Default : null;

    // The tuple of one lets a null key be counted like any other; it is the server that refuses it.
    private readonly Dictionary<ValueTuple<TKey>, int> _seen = [];
    private TKey[] _keys = [];

    internal override void Assign(IReadOnlyList<TRecord> batch, SeenKeys? seen)
    {
        if (Of.Length < batch.Count)
            (Of, Order, _keys) = (new int[batch.Count], new int[batch.Count], new TKey[batch.Count]);
        NewCount = 0;
        if (batch.Count == 1 && seen is null)
        {
            (Of[0], Order[0], Count) = (0, 0, 1);
            return;
        }

        _seen.Clear();
        Count = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var key = read(batch[i]);
            (_keys[i], Order[i]) = (key, i);
            if (seen is not null && seen.Add(key is null ? 0 : EqualityComparer<TKey>.Default.GetHashCode(key)))
            {
                Of[i] = New;
                NewCount++;
                continue;
            }

            Of[i] = isLoose ? i : CollectionsMarshal.GetValueRefOrAddDefault(_seen, new(key), out _)++;
            Count = Math.Max(Count, Of[i] + 1);
        }

        if (s_inOrder is not null)
            Array.Sort(_keys, Order, 0, batch.Count, s_inOrder);
    }

    private static bool IsOrdered(Type type) => type == typeof(string)
        || (type.IsValueType && IsComparable(type) && (!type.IsGenericType || type.GetGenericArguments().All(IsOrdered)));

    private static bool IsComparable(Type type) =>
        type.IsAssignableTo(typeof(IComparable)) || type.IsAssignableTo(typeof(IComparable<>).MakeGenericType(type));
}

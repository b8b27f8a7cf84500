using System.Runtime.InteropServices;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>Rounds by a key of a known type, so that no key is boxed.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
/// <typeparam name="TKey">The key.</typeparam>
internal sealed class KeyRoundsBy<TRecord, TKey>(Func<TRecord, TKey> read) : KeyRounds<TRecord>
{
    // The tuple of one lets a null key be counted like any other; it is the server that refuses it.
    private readonly Dictionary<ValueTuple<TKey>, int> _seen = [];

    internal override int Assign(IReadOnlyList<TRecord> batch, SeenKeys? seen)
    {
        if (Of.Length < batch.Count)
            Of = new int[batch.Count];
        NewCount = 0;
        if (batch.Count == 1 && seen is null)
        {
            Of[0] = 0;
            return 1;
        }

        _seen.Clear();
        var rounds = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var key = read(batch[i]);
            if (seen is not null && seen.Add(key is null ? 0 : EqualityComparer<TKey>.Default.GetHashCode(key)))
            {
                Of[i] = New;
                NewCount++;
                continue;
            }

            ref var times = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, new(key), out _);
            Of[i] = times++;
            rounds = Math.Max(rounds, times);
        }

        return rounds;
    }
}

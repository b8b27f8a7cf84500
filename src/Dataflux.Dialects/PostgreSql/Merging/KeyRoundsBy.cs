using System.Runtime.InteropServices;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>Rounds by a key of a known type, so that no key is boxed.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
/// <typeparam name="TKey">The key.</typeparam>
internal sealed class KeyRoundsBy<TRecord, TKey>(Func<TRecord, TKey> read) : KeyRounds<TRecord>
{
    // The tuple of one lets a null key be counted like any other; it is the server that refuses it.
    private readonly Dictionary<ValueTuple<TKey>, int> _seen = [];

    internal override int Assign(IReadOnlyList<TRecord> batch)
    {
        if (Of.Length < batch.Count)
            Of = new int[batch.Count];
        if (batch.Count == 1)
        {
            Of[0] = 0;
            return 1;
        }

        _seen.Clear();
        var rounds = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, new(read(batch[i])), out _);
            Of[i] = seen++;
            rounds = Math.Max(rounds, seen);
        }

        return rounds;
    }
}

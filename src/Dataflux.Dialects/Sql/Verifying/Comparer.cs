using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>
/// Compares the records of one type with their rows over one connection, each by itself: what would change nothing is equal, everything
/// else is kept (<see cref="Suspects"/>). It is the comparison that writers do before they merge, so it costs no more than a run that finds
/// everything unchanged.
/// </summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class Comparer<TRecord> : ComparerBase
{
    private readonly ComparisonRequest _request;
    private readonly OwnedKeys? _owned;
    private readonly KeyRounds<TRecord> _rounds;
    private readonly NullKeys<TRecord>? _nullKeys;
    private readonly IComparedRows<TRecord> _rows;
    private readonly KeyHasher<TRecord> _hasher;
    private readonly IRowMaker<TRecord> _keys;
    private ulong[] _hashes = [];

    internal Comparer(ComparingConnection connection, SqlComparison comparison, Suspects suspects, int number)
        : base(suspects, comparison.Request)
    {
        var (binding, rules) = (suspects.Binding, suspects.Rules);
        (_request, _owned) = (comparison.Request, comparison.OwnedKeysOf(binding, rules.Key));
        _rounds = KeyRounds<TRecord>.For(binding, rules.Key);
        _nullKeys = NullKeys<TRecord>.For(binding, rules.Key);
        _rows = connection.Rows(binding, rules, _rounds, number);
        _hasher = KeyHasher<TRecord>.For(comparison.Bindings, binding, rules.Key);
        _keys = connection.OwnedRows<TRecord>(binding.KeyOnly(rules.Key));
    }

    /// <summary>Compares a batch inside the open transaction.</summary>
    /// <param name="batch">The records.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="originOf">Says where a record comes from.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>As unchanged what is equal, as updated what was kept.</returns>
    internal async Task<WriteCounts> CompareAsync(
        IReadOnlyList<TRecord> batch, long transaction, Func<object, ItemOrigin?> originOf, CancellationToken cancellation)
    {
        _nullKeys?.Refuse(batch);
        batch = Chosen(batch);
        if (batch.Count == 0)
            return default;
        _owned?.Add(_keys, batch, areDeleted: false);

        // Not the first of each key alone, as before a merge: none of them is written.
        _rounds.Assign(batch, seen: null);
        Array.Fill(_rounds.Of, 0, 0, batch.Count);
        IsFilled = true;
        await _rows.MarkAsync(batch, transaction, cancellation);
        var kept = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (_rounds.Of[i] == KeyRounds<TRecord>.Unchanged && !Suspects.Doubts.MayHave(_hashes[i]))
                continue;
            var place = Suspects.Doubts.Expect(_hashes[i]);
            Keep(new(_hashes[i], originOf(batch[i]!), place, _rows.Keep(batch[i], place)));
            kept++;
        }

        return new(0, kept, batch.Count - kept);
    }

    public override ValueTask DisposeAsync() => _rows.DisposeAsync();

    private protected override Task MakeTableAsync(CancellationToken cancellation) => _rows.MakeAsync(cancellation);

    private IReadOnlyList<TRecord> Chosen(IReadOnlyList<TRecord> batch)
    {
        if (_hashes.Length < batch.Count)
            _hashes = new ulong[batch.Count];
        var isFiltered = _request.Sample is not null || _request.Keys is not null;
        var chosen = isFiltered ? new List<TRecord>() : null;
        for (var i = 0; i < batch.Count; i++)
        {
            var hash = _hasher.Hash(batch[i]);
            if (isFiltered && !IsChosen(hash))
                continue;
            _hashes[chosen?.Count ?? i] = hash;
            chosen?.Add(batch[i]);
        }

        return chosen ?? batch;
    }
}

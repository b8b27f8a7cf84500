using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Verifying;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

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
    private readonly UnchangedRows<TRecord> _unchanged;
    private readonly KeyHasher<TRecord> _hasher;
    private readonly RowEncoder<TRecord> _encoder;
    private readonly RowEncoder<TRecord> _keyEncoder;
    private readonly CopyBuffer _row = new();
    private ulong[] _hashes = [];

    internal Comparer(
        NpgsqlConnection connection, RowEncoder<TRecord> encoder, Suspects suspects, ComparisonRequest request, OwnedKeys? owned,
        int number)
        : base(suspects, request)
    {
        var (binding, rules) = (suspects.Binding, suspects.Rules);
        (_request, _owned, _encoder) = (request, owned, encoder);
        _rounds = KeyRounds<TRecord>.For(binding, rules.Key);
        _nullKeys = NullKeys<TRecord>.For(binding, rules.Key);
        _unchanged = new(connection, binding, rules, _rounds, $"dataflux_{number}_compared");
        _hasher = new(binding, rules.Key);
        _keyEncoder = new(binding.KeyOnly(rules.Key));
    }

    /// <summary>Compares a batch inside the open transaction.</summary>
    /// <param name="batch">The records.</param>
    /// <param name="buffer">The session's buffer.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="originOf">Says where a record comes from.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>As unchanged what is equal, as updated what was kept.</returns>
    internal async Task<WriteCounts> CompareAsync(
        IReadOnlyList<TRecord> batch, CopyBuffer buffer, long transaction, Func<object, ItemOrigin?> originOf,
        CancellationToken cancellation)
    {
        _nullKeys?.Refuse(batch);
        batch = Chosen(batch);
        if (batch.Count == 0)
            return default;
        _owned?.Add(_keyEncoder, batch, areDeleted: false);

        // Not the first of each key alone, as before a merge: none of them is written.
        _rounds.Assign(batch, seen: null);
        Array.Fill(_rounds.Of, 0, 0, batch.Count);
        await _unchanged.MarkAsync(batch, buffer, transaction, cancellation);
        var kept = 0;
        for (var place = 0; place < batch.Count; place++)
        {
            if (_rounds.Of[place] == KeyRounds<TRecord>.Unchanged && !Suspects.Doubts.MayHave(_hashes[place]))
                continue;
            _row.Length = 0;
            _encoder.Write(_row, batch[place], round: 0, place: 0);
            Keep(_hashes[place], originOf(batch[place]!), _row.Written.ToArray());
            kept++;
        }

        return new(0, kept, batch.Count - kept);
    }

    internal override Task MakeAsync(CancellationToken cancellation) => _unchanged.MakeAsync(cancellation);

    public override ValueTask DisposeAsync() => _unchanged.DisposeAsync();

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

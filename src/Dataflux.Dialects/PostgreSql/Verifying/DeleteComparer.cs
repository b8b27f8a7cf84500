using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Verifying;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>
/// Compares keys whose rows go: those that are there, and those of which something else is in doubt, are kept (<see cref="Suspects"/>).
/// </summary>
/// <typeparam name="TKey">The type with the key's properties.</typeparam>
internal sealed class DeleteComparer<TKey> : ComparerBase
{
    private readonly OwnedKeys? _owned;
    private readonly StagingTable _staging;
    private readonly IndexedStatement _stillThere;
    private readonly KeyHasher<TKey> _hasher;
    private readonly RowEncoder<TKey> _encoder;
    private readonly CopyBuffer _row = new();

    internal DeleteComparer(
        NpgsqlConnection connection, TableBinding key, Suspects deletes, ComparisonRequest request, OwnedKeys? owned, int number)
        : base(deletes, request)
    {
        _owned = owned;
        _staging = new(connection, $"dataflux_{number}_gone", key.Columns, hasPlaces: true);
        _stillThere = new(connection, DeleteSql.StillThere(key, _staging.Sql));
        _hasher = new(key, deletes.Rules.Key);
        _encoder = new(key);
    }

    /// <summary>Compares keys inside the open transaction.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="buffer">The session's buffer.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="originOf">Says where a key comes from.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>As unchanged what is not there, as updated what was kept.</returns>
    internal async Task<WriteCounts> CompareAsync(
        IReadOnlyList<TKey> keys, CopyBuffer buffer, long transaction, Func<object, ItemOrigin?> originOf, CancellationToken cancellation)
    {
        var chosen = keys.Select(key => (Key: key, Hash: _hasher.Hash(key))).Where(key => IsChosen(key.Hash)).ToList();
        if (chosen.Count == 0)
            return default;
        keys = [.. chosen.Select(static key => key.Key)];
        _owned?.Add(_encoder, keys, areDeleted: true);
        var call = await _staging.ReserveAsync(transaction, count: 1, cancellation);
        await _staging.SendAsync(_encoder, keys, _ => call, buffer, cancellation);
        var there = new HashSet<int>();
        await _stillThere.RunAsync(call, row => there.Add(row.GetInt32(0)), cancellation);
        var kept = 0;
        for (var place = 0; place < keys.Count; place++)
        {
            var hash = chosen[place].Hash;
            if (!there.Contains(place) && !Suspects.Doubts.MayHave(hash))
                continue;
            _row.Length = 0;
            _encoder.Write(_row, keys[place], round: 0, place: 0);
            Keep(hash, originOf(keys[place]!), _row.Written.ToArray());
            kept++;
        }

        return new(0, kept, keys.Count - kept);
    }

    internal override Task MakeAsync(CancellationToken cancellation) => _staging.ReserveAsync(transaction: -1, count: 0, cancellation);

    public override ValueTask DisposeAsync() => _stillThere.DisposeAsync();
}

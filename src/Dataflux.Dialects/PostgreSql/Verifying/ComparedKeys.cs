using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Verifying;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>Looks which keys have rows.</summary>
/// <typeparam name="TKey">The type with the key's properties.</typeparam>
internal sealed class ComparedKeys<TKey> : IComparedKeys<TKey>
{
    private readonly CopyBuffer _buffer;
    private readonly StagingTable _staging;
    private readonly IndexedStatement _stillThere;
    private readonly RowEncoder<TKey> _encoder;
    private readonly RowMaker<TKey> _kept;

    internal ComparedKeys(NpgsqlConnection connection, TableBinding keys, string staging, CopyBuffer buffer)
    {
        (_buffer, _encoder, _kept) = (buffer, new(keys), new(keys));
        _staging = new(connection, staging, keys.Columns, hasPlaces: true);
        _stillThere = new(connection, DeleteSql.StillThere(keys, _staging.Sql));
    }

    public Task MakeAsync(CancellationToken cancellation) => _staging.ReserveAsync(transaction: -1, count: 0, cancellation);

    public async Task<IReadOnlySet<int>> FindAsync(IReadOnlyList<TKey> keys, long transaction, CancellationToken cancellation)
    {
        var call = await _staging.ReserveAsync(transaction, count: 1, cancellation);
        await _staging.SendAsync(_encoder, keys, _ => call, _buffer, cancellation);
        var there = new HashSet<int>();
        await _stillThere.RunAsync(call, row => there.Add(row.GetInt32(0)), cancellation);
        return there;
    }

    public byte[] Keep(TKey key, int place) => _kept.Make(key, place, place).ToArray();

    public ValueTask DisposeAsync() => _stillThere.DisposeAsync();
}

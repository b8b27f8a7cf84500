using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// Deletes rows by keys of one type over one connection: binary COPY of the keys into a staging table, then one prepared
/// statement. Lives and dies with its connection.
/// </summary>
/// <typeparam name="TKey">The type with the key's properties.</typeparam>
internal sealed class StagingDeleter<TKey> : StagingWriterBase
{
    private readonly RowEncoder<TKey> _encoder;
    private readonly StagingTable _staging;
    private readonly IndexedStatement _delete;
    private readonly IndexedStatement? _stillThere;
    private readonly TableBinding _binding;

    internal StagingDeleter(NpgsqlConnection connection, TableBinding keys, RowEncoder<TKey> encoder, int number, ImageTable? images)
    {
        _encoder = encoder;
        _binding = keys;
        _staging = new(connection, $"dataflux_{number}", keys.Columns, keys.Table.MaySwallow);
        _delete = new(connection, DeleteSql.Delete(keys, _staging.Sql, images));
        _stillThere = keys.Table.MaySwallow ? new(connection, DeleteSql.StillThere(keys, _staging.Sql)) : null;
    }

    /// <summary>Deletes inside the open transaction.</summary>
    /// <param name="keys">The keys; one that occurs twice is deleted once.</param>
    /// <param name="buffer">The session's buffer.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>How many rows were there.</returns>
    internal async Task<int> DeleteAsync(IReadOnlyList<TKey> keys, CopyBuffer buffer, long transaction, CancellationToken cancellation)
    {
        var call = await _staging.ReserveAsync(transaction, count: 1, cancellation);
        await _staging.SendAsync(_encoder, keys, _ => call, buffer, cancellation);
        var deleted = 0;
        await _delete.RunAsync(call, row => deleted = checked((int)row.GetInt64(0)), cancellation);
        if (_stillThere is not null)
            await RefuseAsync(keys, call, _stillThere, cancellation);
        return deleted;
    }

    internal override void Forget(long transaction) => _staging.Forget(transaction);

    public override async ValueTask DisposeAsync()
    {
        await _delete.DisposeAsync();
        if (_stillThere is not null)
            await _stillThere.DisposeAsync();
    }

    private async Task RefuseAsync(IReadOnlyList<TKey> keys, int call, IndexedStatement stillThere, CancellationToken cancellation)
    {
        List<int>? refused = null;
        await stillThere.RunAsync(call, row => (refused ??= []).Add(row.GetInt32(0)), cancellation);
        if (refused is not null)
            throw Refusal.NotDeleted(_binding, keys, refused);
    }
}

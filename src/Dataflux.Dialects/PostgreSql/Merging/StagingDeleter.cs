using Dataflux.Dialects.PostgreSql.Encoding;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// Deletes rows by keys of one type over one connection: binary COPY of the keys into a staging table, then one prepared
/// statement. Lives and dies with its connection.
/// </summary>
/// <typeparam name="TKey">The type with the key's properties.</typeparam>
internal sealed class StagingDeleter<TKey> : StagingWriterBase
{
    private readonly NpgsqlConnection _connection;
    private readonly DeleteSql _sql;
    private readonly RowEncoder<TKey> _encoder;
    private readonly string _staging;
    private readonly NpgsqlParameter<int> _round = new() { NpgsqlDbType = NpgsqlDbType.Integer };
    private readonly NpgsqlBatch _delete;

    // The transaction that made the staging table, while it is open; the table is gone when that one is rolled back.
    private long _madeIn;
    private bool _isMade;

    // The staging table keeps its rows until the commit: each call of a transaction has its own round.
    private long _transaction;
    private int _nextRound;

    internal StagingDeleter(NpgsqlConnection connection, TableBinding keys, RowEncoder<TKey> encoder, int number)
    {
        _connection = connection;
        _sql = new(keys);
        _encoder = encoder;
        _staging = $"dataflux_{number}";

        // On the index, although the plan may be made while the table is small.
        _delete = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("set local enable_seqscan = off"),
                new(_sql.Delete(_staging)) { Parameters = { _round } },
                new("set local enable_seqscan to default"),
            },
        };
    }

    /// <summary>Deletes inside the open transaction.</summary>
    /// <param name="keys">The keys; one that occurs twice is deleted once.</param>
    /// <param name="buffer">The session's buffer.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>How many rows were there.</returns>
    internal async Task<int> DeleteAsync(IReadOnlyList<TKey> keys, CopyBuffer buffer, long transaction, CancellationToken cancellation)
    {
        if (_transaction != transaction)
        {
            _transaction = transaction;
            _nextRound = 0;
        }

        // Encoded before the copy begins: a key that does not fit leaves nothing half-copied.
        buffer.Length = 0;
        buffer.WriteHeader();
        for (var i = 0; i < keys.Count; i++)
            _encoder.Write(buffer, keys[i], _nextRound);
        buffer.WriteTrailer();

        if (!_isMade)
        {
            await using var create = new NpgsqlCommand(_sql.CreateStaging(_staging), _connection);
            await create.ExecuteNonQueryAsync(cancellation);
            _isMade = true;
            _madeIn = transaction;
        }

        await using (var copy = await _connection.BeginRawBinaryCopyAsync(MergeSql.Copy(_staging), cancellation))
            await copy.WriteAsync(buffer.Written, cancellation);

        _round.TypedValue = _nextRound++;
        await _delete.PrepareAsync(cancellation);
        await using var reader = await _delete.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var deleted = checked((int)reader.GetInt64(0));
        await reader.NextResultAsync(cancellation);
        return deleted;
    }

    /// <inheritdoc/>
    internal override void Forget(long transaction)
    {
        if (_madeIn == transaction)
            _isMade = false;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _delete.DisposeAsync();
}

using System.Data;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Engine.Targets;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// Writes the records of one type by one set of rules over one connection: binary COPY into a staging table, then one
/// prepared statement that merges it into the table. Lives and dies with its connection.
/// </summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class StagingWriter<TRecord> : StagingWriterBase
{
    // Large enough that a message costs nothing, small enough to stay in the processor's cache.
    private const int ChunkBytes = 256 * 1024;

    private readonly NpgsqlConnection _connection;
    private readonly MergeSql _sql;
    private readonly RowEncoder<TRecord> _encoder;
    private readonly KeyRounds<TRecord> _rounds;
    private readonly string _staging;
    private readonly NpgsqlBatch _merge;
    private readonly NpgsqlBatch _passOver;
    private readonly bool _leavesExistingRows;

    // The transaction that made the staging table, while it is open; the table is gone when that one is rolled back.
    private long _madeIn;
    private bool _isMade;

    // Rounds go on counting within a transaction, because the staging table keeps its rows until the commit.
    private long _transaction;
    private int _nextRound;

    // Measured with 100,000 pictures, 5,000 a batch, in ms of the merge, plain / passing over: all new 1,240 / 1,500, all
    // changed 2,100 / 2,700, none changed 1,200 / 1,250 (with costly expressions in the rules 4,420 / 4,420). So time speaks
    // for plain; but plain locks every unchanged row, which dirties its page: about 0.75 kB of WAL a row when each page
    // is first touched after a checkpoint, against none. Hence: pass over after a batch that was mostly unchanged, until
    // one mostly is not.
    private bool _passesOver;

    internal StagingWriter(NpgsqlConnection connection, TableBinding binding, RowEncoder<TRecord> encoder, MergeRules rules, int number)
    {
        _connection = connection;
        _sql = new(binding, rules);
        _encoder = encoder;
        _rounds = KeyRounds<TRecord>.For(binding, rules.Key);
        _staging = $"dataflux_{number}";
        _leavesExistingRows = rules.Changes.Count == 0;
        _merge = Batch(passOver: false);
        _passOver = Batch(passOver: true);
    }

    /// <summary>Writes a batch inside the open transaction.</summary>
    /// <param name="batch">The records.</param>
    /// <param name="buffer">The session's buffer.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<WriteCounts> WriteAsync(
        IReadOnlyList<TRecord> batch, CopyBuffer buffer, long transaction, CancellationToken cancellation)
    {
        if (_transaction != transaction)
        {
            _transaction = transaction;
            _nextRound = 0;
        }

        var first = _nextRound;
        var rounds = _rounds.Assign(batch);
        _nextRound += rounds;
        await EnsureStagingAsync(transaction, cancellation);
        await CopyAsync(batch, first, buffer, cancellation);

        long inserted = 0;
        long written = 0;
        for (var round = first; round < first + rounds; round++)
        {
            var counts = await MergeAsync(round, cancellation);
            inserted += counts.Inserted;
            written += counts.Written;
        }

        _passesOver = !_leavesExistingRows && written * 2 < batch.Count;
        return new(inserted, written - inserted, batch.Count - written);
    }

    /// <summary>Tells that the transaction was rolled back.</summary>
    internal override void Forget(long transaction)
    {
        if (_madeIn == transaction)
            _isMade = false;
    }

    public override async ValueTask DisposeAsync()
    {
        await _merge.DisposeAsync();
        await _passOver.DisposeAsync();
    }

    private async Task EnsureStagingAsync(long transaction, CancellationToken cancellation)
    {
        if (_isMade)
            return;
        await using var command = new NpgsqlCommand(_sql.CreateStaging(_staging), _connection);
        await command.ExecuteNonQueryAsync(cancellation);
        _isMade = true;
        _madeIn = transaction;
    }

    private async Task CopyAsync(IReadOnlyList<TRecord> batch, int firstRound, CopyBuffer buffer, CancellationToken cancellation)
    {
        buffer.Length = 0;
        buffer.WriteHeader();
        NpgsqlRawCopyStream? stream = null;
        try
        {
            for (var i = 0; i < batch.Count; i++)
            {
                _encoder.Write(buffer, batch[i], firstRound + _rounds.Of[i]);
                if (buffer.Length >= ChunkBytes)
                {
                    stream ??= await BeginCopyAsync(cancellation);
                    await stream.WriteAsync(buffer.Written, cancellation);
                    buffer.Length = 0;
                }
            }

            buffer.WriteTrailer();
            stream ??= await BeginCopyAsync(cancellation);
            await stream.WriteAsync(buffer.Written, cancellation);
        }
        catch when (stream is not null && _connection.FullState != ConnectionState.Broken)
        {
            // The server waits for rows, and nothing but the cancel gives the connection back for the rollback.
            await stream.CancelAsync();
            throw;
        }

        await stream.DisposeAsync();
    }

    private Task<NpgsqlRawCopyStream> BeginCopyAsync(CancellationToken cancellation) =>
        _connection.BeginRawBinaryCopyAsync(MergeSql.Copy(_staging), cancellation);

    private async Task<(long Inserted, long Written)> MergeAsync(int round, CancellationToken cancellation)
    {
        var batch = _passesOver ? _passOver : _merge;
        ((NpgsqlParameter<int>)batch.BatchCommands[1].Parameters[0]).TypedValue = round;

        // Does nothing when the statements are prepared already.
        await batch.PrepareAsync(cancellation);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var counts = (reader.GetInt64(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancellation);
        return counts;
    }

    /// <summary>
    /// The merge between two settings that keep its plan on the index: the plan is kept for many batches and may be made
    /// while the table is still so small that reading all of it looks cheaper.
    /// </summary>
    private NpgsqlBatch Batch(bool passOver)
    {
        var round = new NpgsqlParameter<int> { NpgsqlDbType = NpgsqlDbType.Integer };
        return new NpgsqlBatch(_connection)
        {
            BatchCommands =
            {
                new("set local enable_seqscan = off"),
                new(_sql.Merge(_staging, passOver)) { Parameters = { round } },
                new("set local enable_seqscan to default"),
            },
        };
    }
}

using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Engine.Targets;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// Writes the records of one type by one set of rules over one connection: binary COPY into a staging table, then one
/// prepared statement that merges it into the table. Lives and dies with its connection.
/// </summary>
/// <remarks>
/// A table that was empty before the first batch takes the records of keys that no batch had before by a COPY of their own,
/// which costs the server about half. That it was empty is no lock: where somebody else has put in the same key, the COPY
/// fails with 23505 (unique_violation), nothing of the transaction stays, and the session writes the batch again: its keys
/// are not new any more, so it is merged (<see cref="MergesInstead"/>). The result is the merge's in every case.
/// </remarks>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class StagingWriter<TRecord> : StagingWriterBase
{
    // Each costs a batch written twice; so many say that the table is somebody else's too.
    private const int MaxFailedCopies = 5;

    private readonly NpgsqlConnection _connection;
    private readonly MergeSql _sql;
    private readonly RowCopy<TRecord> _copy;
    private readonly KeyRounds<TRecord> _rounds;
    private readonly string _staging;
    private readonly NpgsqlBatch _merge;
    private readonly NpgsqlBatch _passOver;
    private readonly bool _leavesExistingRows;

    // Rows of keys that are not in here go straight into the table; null: all go by the staging table.
    private SeenKeys? _seen;
    private long _copiedIn;
    private int _failedCopies;

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

    internal StagingWriter(NpgsqlConnection connection, TableBinding binding, RowEncoder<TRecord> encoder, MergeRules rules, int number, bool copiesNew)
    {
        _connection = connection;
        _sql = new(binding, rules);
        _rounds = KeyRounds<TRecord>.For(binding, rules.Key);
        _copy = new(connection, encoder, _rounds);
        _seen = copiesNew && binding.TakesNewRows ? new() : null;
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
        var rounds = _rounds.Assign(batch, _seen);
        _nextRound += rounds;
        if (_rounds.NewCount > 0)
        {
            _copiedIn = transaction;
            await _copy.NewAsync(_sql.CopyNew(), batch, buffer, cancellation);
        }

        if (rounds == 0)
            return new(batch.Count, 0, 0);

        await EnsureStagingAsync(transaction, cancellation);
        await _copy.StagedAsync(MergeSql.Copy(_staging), batch, first, buffer, cancellation);

        long inserted = _rounds.NewCount;
        long written = inserted;
        for (var round = first; round < first + rounds; round++)
        {
            var counts = await MergeAsync(round, cancellation);
            inserted += counts.Inserted;
            written += counts.Written;
        }

        _passesOver = !_leavesExistingRows && (written - _rounds.NewCount) * 2 < batch.Count - _rounds.NewCount;
        return new(inserted, written - inserted, batch.Count - written);
    }

    /// <inheritdoc/>
    internal override bool MergesInstead(long transaction)
    {
        if (_seen is null || _copiedIn != transaction)
            return false;
        if (++_failedCopies == MaxFailedCopies)
            _seen = null;
        return true;
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

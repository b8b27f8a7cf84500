using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Targets;
using Npgsql;

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

    private readonly MergeSql _sql;
    private readonly RowCopy<TRecord> _copy;
    private readonly KeyRounds<TRecord> _rounds;
    private readonly StagingTable _staging;
    private readonly IndexedStatement _merge;
    private readonly IndexedStatement _passOver;
    private readonly UnchangedRows<TRecord> _unchanged;
    private readonly MergeImages? _images;

    // Of a loose key the server makes the rounds.
    private readonly IndexedStatement? _makeRounds;

    // Where the table may keep rows from itself without an error, what became of each row is asked after the merge.
    private readonly SwallowedRows? _swallowed;
    private readonly NullKeys<TRecord>? _nullKeys;
    private readonly TableBinding _binding;

    // Rows of keys that are not in here go straight into the table; null: all go by the staging table.
    private SeenKeys? _seen;
    private long _copiedIn;

    // What rows refer to is asked once the server has refused some because it is not there.
    private readonly MissingParents<TRecord>? _parents;
    private long _wroteIn;
    private int _failedCopies;

    // Measured with 100,000 pictures, 5,000 a batch, in ms of the merge, plain / passing over: all new 1,240 / 1,500, all
    // changed 2,100 / 2,700, none changed 1,200 / 1,250 (with costly expressions in the rules 4,420 / 4,420). So time speaks
    // for plain; but plain locks every unchanged row, which dirties its page: about 0.75 kB of WAL a row when each page
    // is first touched after a checkpoint, against none. Hence: pass over after a batch that was mostly unchanged, until
    // one mostly is not.
    private bool _passesOver;

    // Comparing first costs a changed row its way to the server twice, and saves an unchanged one a quarter of the server's
    // work. A table that has rows at the start is most likely written again.
    private bool _compares;
    private bool _neverCompares;

    // A record that overwrites another one of the run, and combines nothing, is worth a word: the key may be wrong. All rows of a table
    // that was empty at the start are the run's own.
    private readonly bool _overwrites;
    private bool _isOwn;

    internal StagingWriter(
        NpgsqlConnection connection, TableBinding binding, RowEncoder<TRecord> encoder, MergeRules rules, int number, bool copiesNew,
        BindingCache bindings, ImageTable? images)
    {
        _binding = binding;
        _sql = new(binding, rules, images);
        _nullKeys = NullKeys<TRecord>.For(binding, rules.Key);
        _rounds = KeyRounds<TRecord>.For(binding, rules.Key);
        _copy = new(connection, encoder, _rounds, binding.Table.MaySwallow);
        _seen = copiesNew && binding.TakesNewRows && images is null ? new() : null;
        _staging = new(connection, $"dataflux_{number}", binding.Columns, binding.Table.MaySwallow);
        _merge = new(connection, _sql.Merge(_staging.Sql, passOver: false));
        _passOver = new(connection, _sql.Merge(_staging.Sql, passOver: rules.Changes.Count > 0));
        _makeRounds = binding.IsLoose(rules.Key) ? new(connection, _sql.MakeRounds(_staging.Sql)) : null;
        _swallowed = binding.Table.MaySwallow ? new(connection, _sql, _staging.Sql) : null;
        _parents = MissingParents<TRecord>.For(connection, binding, rules, bindings, $"dataflux_{number}_parents");
        _images = MergeImages.For(connection, _sql, binding, rules, _staging.Sql, images);
        _unchanged = new(connection, binding, rules, _rounds, $"dataflux_{number}_compared");

        // Of a loose key it is not known before the rounds are made which record is the first of its row.
        _neverCompares = _makeRounds is not null;
        _compares = !binding.TakesNewRows && !_neverCompares;
        _overwrites = rules.Overwrite;
        _isOwn = binding.TakesNewRows;
    }

    /// <summary>Writes a batch inside the open transaction.</summary>
    /// <param name="batch">The records.</param>
    /// <param name="buffer">The session's buffer.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<WriteCounts> WriteAsync(
        IReadOnlyList<TRecord> batch, CopyBuffer buffer, long transaction, CancellationToken cancellation)
    {
        _nullKeys?.Refuse(batch);
        _wroteIn = transaction;
        if (_parents is { IsAsked: true })
            await _parents.AskAsync(batch, buffer, transaction, cancellation);
        _rounds.Assign(batch, _seen);
        if (_rounds.NewCount > 0)
        {
            _copiedIn = transaction;
            await _copy.NewAsync(_sql.CopyNew(), batch, buffer, cancellation);
        }

        var known = batch.Count - _rounds.NewCount;
        var asked = 0;
        var unchanged = 0;
        if (_compares && known * 2 > batch.Count)
            (asked, unchanged) = await _unchanged.MarkAsync(batch, buffer, transaction, cancellation);
        var (inserted, written, again) = unchanged == known ? default : await MergeAsync(batch, buffer, transaction, cancellation);
        Learn(known, asked, unchanged, written);
        var updated = written - inserted;
        return new(_rounds.NewCount + inserted, updated, known - written) { Overwritten = !_overwrites ? 0 : _isOwn ? updated : again };
    }

    /// <inheritdoc/>
    internal override bool MergesInstead(long transaction)
    {
        if (_seen is null || _copiedIn != transaction)
            return false;
        _isOwn = false; // somebody else writes it too
        if (++_failedCopies == MaxFailedCopies)
            _seen = null;
        return true;
    }

    /// <inheritdoc/>
    internal override bool LooksForParents(long transaction)
    {
        if (_parents is null || _wroteIn != transaction || !_parents.Begin())
            return false;

        // Rows that refer to each other have to come in one statement.
        _seen = _parents.AreSiblings ? null : _seen;
        return true;
    }

    /// <inheritdoc/>
    internal override Task EndAsync(long transaction, CancellationToken cancellation) =>
        _parents is { IsAsked: true } && _wroteIn == transaction ? _parents.EndAsync(transaction, cancellation) : Task.CompletedTask;

    /// <summary>Tells that the transaction was rolled back.</summary>
    internal override void Forget(long transaction)
    {
        _staging.Forget(transaction);
        _unchanged.Forget(transaction);
        _parents?.Forget(transaction);
    }

    public override async ValueTask DisposeAsync()
    {
        await _merge.DisposeAsync();
        await _passOver.DisposeAsync();
        await _unchanged.DisposeAsync();
        if (_images is not null)
            await _images.DisposeAsync();
        if (_parents is not null)
            await _parents.DisposeAsync();
        if (_makeRounds is not null)
            await _makeRounds.DisposeAsync();
        if (_swallowed is not null)
            await _swallowed.DisposeAsync();
    }

    /// <returns>The rows inserted, the rows written, and of these the ones that an earlier record of the batch had written.</returns>
    private async Task<(long Inserted, long Written, long Again)> MergeAsync(
        IReadOnlyList<TRecord> batch, CopyBuffer buffer, long transaction, CancellationToken cancellation)
    {
        var first = await _staging.ReserveAsync(transaction, _rounds.Count, cancellation);
        await _copy.MergedAsync(_staging.Copy, batch, first, buffer, cancellation);

        var rounds = _rounds.Count;
        if (_makeRounds is not null)
            await _makeRounds.RunAsync(first, row => rounds = row.GetInt32(0), cancellation);

        long inserted = 0;
        long written = 0;
        long writtenFirst = 0;
        List<int> refused = [];
        for (var round = first; round < first + rounds; round++)
        {
            int[] leftOut = [];
            var left = 0L;
            if (_images is not null)
                await _images.BeginAsync(round, cancellation);
            do
            {
                await (_passesOver ? _passOver : _merge).RunAsync(round, counts =>
                {
                    inserted += counts.GetInt64(0);
                    written += counts.GetInt64(1);
                    leftOut = _swallowed is null ? [] : counts.GetFieldValue<int[]>(2);
                    left = _images is null ? 0 : counts.GetInt64(counts.FieldCount - 1);
                }, cancellation);
            }
            while (left > 0 && await _images!.GoOnAsync(round, cancellation));

            if (round == first)
                writtenFirst = written;
            if (_swallowed is not null)
                refused.AddRange(await _swallowed.FindAsync(round, leftOut, cancellation));
        }

        if (refused.Count > 0)
            throw Refusal.NotTaken(_binding, batch, refused);

        _images?.Learn(inserted, written - inserted);
        return (inserted, written, written - writtenFirst);
    }

    /// <summary>Chooses the ways of the next batch by what came of this one.</summary>
    private void Learn(int known, int asked, int unchanged, long written)
    {
        var merged = known - unchanged;
        if (merged > 0)
            _passesOver = written * 2 < merged;

        // What differs only as text, or is combined to what is there already, the comparison takes for changed every time.
        var mostlyUnchanged = written * 2 < known;
        _neverCompares |= mostlyUnchanged && unchanged * 2 < asked;
        if (known > 0)
            _compares = mostlyUnchanged && !_neverCompares;
    }
}

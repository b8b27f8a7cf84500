using Dataflux.Dialects.Sql.Binding;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Merging;

/// <summary>
/// Writes the records of one type by one set of rules over one connection, and learns from each batch which way suits the next one: rows
/// of keys that are new go straight into the table, rows that would change nothing stay out of the merge, all others are merged.
/// </summary>
/// <remarks>
/// A table that was empty before the first batch takes the records of keys that no batch had before by a bulk load of their own,
/// which costs the server about half. That it was empty is no lock: where somebody else has put in the same key, the load
/// fails, nothing of the transaction stays, and the session writes the batch again: its keys
/// are not new any more, so it is merged (<see cref="MergesInstead"/>). The result is the merge's in every case.
/// </remarks>
/// <typeparam name="TRecord">The record type.</typeparam>
internal abstract class MergingWriter<TRecord> : StagingWriterBase
{
    // Each costs a batch written twice; so many say that the table is somebody else's too.
    private const int MaxFailedLoads = 5;

    // Rows of keys that are not in here go straight into the table; null: all go by the staging table.
    private SeenKeys? _seen;
    private long _loadedIn;
    private int _failedLoads;

    // Comparing first costs a changed row its way to the server twice, and saves an unchanged one a quarter of the server's
    // work. A table that has rows at the start is most likely written again.
    private bool _compares;
    private bool _neverCompares;

    // A record that overwrites another one of the run, and combines nothing, is worth a word: the key may be wrong. All rows of a table
    // that was empty at the start are the run's own.
    private readonly bool _overwrites;
    private bool _isOwn;

    /// <param name="binding">The table.</param>
    /// <param name="rules">How records are merged into it.</param>
    /// <param name="loadsNew">Whether rows of new keys may go straight into the table.</param>
    private protected MergingWriter(TableBinding binding, MergeRules rules, bool loadsNew)
    {
        Rounds = KeyRounds<TRecord>.For(binding, rules.Key);
        _seen = loadsNew ? new() : null;

        // Of a loose key it is not known before the rounds are made which record is the first of its row.
        _neverCompares = binding.IsLoose(rules.Key);
        _compares = !binding.TakesNewRows && !_neverCompares;
        _overwrites = rules.Overwrite;
        _isOwn = binding.TakesNewRows;
    }

    /// <summary>The rounds of the batch that is written.</summary>
    private protected KeyRounds<TRecord> Rounds { get; }

    // Measured with PostgreSQL and 100,000 pictures, 5,000 a batch, in ms of the merge, plain / passing over: all new 1,240 / 1,500, all
    // changed 2,100 / 2,700, none changed 1,200 / 1,250 (with costly expressions in the rules 4,420 / 4,420). So time speaks
    // for plain; but plain locks every unchanged row, which dirties its page: about 0.75 kB of WAL a row when each page
    // is first touched after a checkpoint, against none. Hence: pass over after a batch that was mostly unchanged, until
    // one mostly is not.
    /// <summary>Whether the merge passes over the rows that would not change.</summary>
    private protected bool PassesOver { get; private set; }

    /// <summary>Writes a batch inside the open transaction.</summary>
    /// <param name="batch">The records.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<WriteCounts> WriteAsync(IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation)
    {
        await BeginAsync(batch, transaction, cancellation);
        Rounds.Assign(batch, _seen);
        if (Rounds.NewCount > 0)
        {
            _loadedIn = transaction;
            await LoadNewAsync(batch, cancellation);
        }

        var known = batch.Count - Rounds.NewCount;
        var (asked, unchanged) = (0, 0);
        if (_compares && known * 2 > batch.Count)
            (asked, unchanged) = await MarkUnchangedAsync(batch, transaction, cancellation);
        var (inserted, written, again) = unchanged == known ? default : await MergeAsync(batch, transaction, cancellation);
        Learn(known, asked, unchanged, written);
        var updated = written - inserted;
        return new(Rounds.NewCount + inserted, updated, known - written) { Overwritten = !_overwrites ? 0 : _isOwn ? updated : again };
    }

    internal override bool MergesInstead(long transaction)
    {
        if (_seen is null || _loadedIn != transaction)
            return false;
        _isOwn = false; // somebody else writes it too
        if (++_failedLoads == MaxFailedLoads)
            _seen = null;
        return true;
    }

    /// <summary>Looks at a batch before it is written.</summary>
    private protected abstract ValueTask BeginAsync(IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation);

    /// <summary>Loads the records of new keys straight into the table.</summary>
    private protected abstract Task LoadNewAsync(IReadOnlyList<TRecord> batch, CancellationToken cancellation);

    /// <summary>Marks the first records of their keys that would change nothing: <see cref="KeyRounds{TRecord}.Unchanged"/>.</summary>
    /// <returns>How many records it asked about, and how many of them are unchanged.</returns>
    private protected abstract Task<(int Asked, int Unchanged)> MarkUnchangedAsync(
        IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation);

    /// <summary>Merges the records that are neither new nor unchanged.</summary>
    /// <returns>The rows inserted, the rows written, and of these the ones that an earlier record of the batch had written.</returns>
    private protected abstract Task<(long Inserted, long Written, long Again)> MergeAsync(
        IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation);

    /// <summary>Has all rows merged from now on.</summary>
    private protected void LoadNoMore() => _seen = null;

    /// <summary>Chooses the ways of the next batch by what came of this one.</summary>
    private void Learn(int known, int asked, int unchanged, long written)
    {
        var merged = known - unchanged;
        if (merged > 0)
            PassesOver = written * 2 < merged;

        // What differs only as text, or is combined to what is there already, the comparison takes for changed every time.
        var mostlyUnchanged = written * 2 < known;
        _neverCompares |= mostlyUnchanged && unchanged * 2 < asked;
        if (known > 0)
            _compares = mostlyUnchanged && !_neverCompares;
    }
}

using Dataflux.Engine.Contract;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Ledger;

/// <summary>Keeps the account of a run: which parts are done, and that the counts add up.</summary>
internal sealed class RunReport
{
    private readonly MigrationPlan _plan;
    private readonly Profile _profile;
    private readonly RunState _state;
    private readonly int _writers;
    private readonly DateTimeOffset _startedAt;
    private readonly CoverageFindings? _coverageBefore;

    // What a stream brings makes one state of several snapshots.
    private readonly bool _follows;
    private readonly List<PartCoverage?> _cutCoverage = [];
    private RunCounts _cut = new();

    internal RunReport(MigrationPlan plan, Profile profile, RunState state, int writers, DateTimeOffset startedAt)
    {
        _plan = plan;
        _profile = profile;
        _state = state;
        _writers = writers;
        _startedAt = startedAt;
        _follows = plan.Export.Parts.Any(static part => part.IsStream);
        _coverageBefore = plan.Coverage is null ? null : CoverageFile.Read(plan.StateFolder);
        Progress = new RunProgress(plan.Observer, plan.Time, state.Counts, new LoadForecast(plan));
        Ending = new RunEnding(plan, profile);
    }

    internal RunProgress Progress { get; }

    internal RunEnding Ending { get; }

    /// <summary>Items that had to wait for a row that they refer to.</summary>
    internal long Waited { get; set; }

    /// <summary>Rows that are not what the run wrote.</summary>
    internal long Differences { get; set; }

    /// <summary>What the run brought; <see langword="null"/>: the target shows rows as they come.</summary>
    internal IReadOnlyList<PublishedFile>? Published { get; set; }

    /// <summary>Passes over what waited.</summary>
    internal int WaitingPasses { get; set; }

    internal void Started()
    {
        _plan.Observer.Started(new(_plan.Export, _plan.Target.Location, _state.Checkpoint.PartsDone, _state.Counts.Items, _writers)
        {
            Run = _state.Checkpoint.Number,
            Partitions = _state.Checkpoint.Partitions?.Count,
            PartitionsDone = _state.Checkpoint.Partitions?.Done ?? 0,
            ItemsSettled = _state.Counts.Settled,
        });

        if (!_plan.Source.Capabilities.IsOneState)
        {
            _plan.Observer.Notice(
                $"{_plan.Export.Location} is not read as it is at one moment: what is written to it meanwhile may be in the target or not");
        }

        if (!_follows && _state.Checkpoint.Snapshots is { Count: > 0 } && _state.Checkpoint.PartsDone < _plan.Export.Parts.Count)
        {
            _plan.Observer.Notice(
                $"{_plan.Export.Location} is gone on with in another snapshot: what was written to it since the run was interrupted is in "
                + "the target where it was not read before, and missing where it was");
        }

        // A resumed run begins where the last one ended, not at 0.
        Progress.Tell();
    }

    /// <summary>A part's or partition's first items are about to be read.</summary>
    internal void Began(PartLedger run)
    {
        if (run.IsPartition)
            _plan.Observer.PartitionStarted(run.Number, _state.Checkpoint.Partitions!.Count);
        else
            _plan.Observer.PartStarted(run.Part, run.Number, _plan.Export.Parts.Count);
    }

    /// <summary>Called by the last writer of a part: its batches are committed or rejected, or its rows are in partitions.</summary>
    internal async Task PartWrittenAsync(PartLedger run, CancellationToken stop)
    {
        var counts = run.Counts.ToRunCounts();
        if (run.Cut)
        {
            _cut += counts;
            _cutCoverage.Add(run.Coverage);
            await _state.ShowAsync(run, Reader(run), stop);
            return;
        }

        ThrowUnlessRight(run, counts);
        await _state.CompleteAsync(run, counts, Reader(run), stop);
        Completed(run, counts);
    }

    /// <summary>Whether the part's end belongs into the transaction of its last batch.</summary>
    internal bool EndsInTarget(PartLedger run) => _state.IsInTarget && !run.Cut;

    /// <summary>Writes the part's rejects so far to the reject file, before that transaction is begun.</summary>
    internal Task PrepareAsync(PartLedger run, CancellationToken stop) => _state.PrepareAsync(run, Reader(run), stop);

    /// <summary>Marks the part done in that transaction.</summary>
    /// <param name="documents">The target's documents.</param>
    /// <param name="run">The part.</param>
    /// <param name="last">What the transaction adds to the part's account.</param>
    internal Task KeepAsync(ITargetDocuments documents, PartLedger run, RunCounts last)
    {
        var counts = run.Counts.ToRunCounts() + last;
        ThrowUnlessRight(run, counts);
        return _state.KeepAsync(documents, run, counts);
    }

    /// <summary>That transaction is committed.</summary>
    internal void Kept(PartLedger run)
    {
        var counts = run.Counts.ToRunCounts();
        _state.Kept(run, counts);
        Completed(run, counts);
    }

    // What a part promises is known to be right at its end.
    private void ThrowUnlessRight(PartLedger run, RunCounts counts) => AccountingException.ThrowUnlessRight(
        run.Part.Name,
        _state.Before(run) is { } before ? before.Counts + counts : counts,
        run.EndsAt is null ? Promise(run.Part.ItemCount) : null,
        _plan.Export.Terms);

    // Counted in one snapshot, it is no promise of what several show.
    private long? Promise(long? items) => _state.Snapshots is { Count: > 1 } ? null : items;

    private void Completed(PartLedger run, RunCounts counts)
    {
        Progress.Tell();
        if (run.GoesOn)
            return;

        if (run.IsPartition)
        {
            _plan.Observer.PartitionCompleted(run.Number, _state.Checkpoint.Partitions!.Count, counts);
        }
        else
        {
            var whole = run.Part.Position is null ? counts : _state.Checkpoint.Parts[run.Part.Name].Counts;
            _plan.Observer.PartCompleted(run.Part, run.Number, _plan.Export.Parts.Count, whole);
        }
    }

    /// <summary>
    /// Leaves the parts that are not done. Their rejects are shown behind the checkpoint's length, so that a person can see
    /// why a run was stopped; resuming cuts them off, because the parts are read again.
    /// </summary>
    internal async Task LeaveAsync(IReadOnlyList<PartLedger> runs, Exception reason)
    {
        // What cannot be saved is only read again; the reason that the run ends for must not be lost over it.
        await TryAsync("The state could not be saved", () =>
        {
            _state.SaveNow();
            return Task.CompletedTask;
        });
        foreach (var run in runs)
        {
            if (reason is TooManyRejectsException && run.Rejects.Count > 0)
                await TryAsync("The rejects could not be shown", () => _state.ShowAsync(run, Reader(run), CancellationToken.None));

            run.Release();
        }
    }

    /// <exception cref="AccountingException">Items are missing or were counted twice.</exception>
    internal void VerifyAgainstManifest()
    {
        AccountingException.ThrowUnlessRight(
            _plan.Export.Location, _state.Counts, Promise(_plan.Export.ItemCount), _plan.Export.Terms);
        if (_state.Counts.Partitioned != 0)
            throw new AccountingException(_plan.Export.Location, _state.Counts, _plan.Export.ItemCount, _plan.Export.Terms);
    }

    /// <summary>The result of the run as it is now.</summary>
    internal RunSummary Summarize(RunOutcome outcome, long retries)
    {
        var deletes = _state.Counts + _cut is { } all && !_plan.SkipDeletes
            ? all.Skipped.GetValueOrDefault(StageNames.Of(nameof(SkipReason.Delete)))
            : 0;
        return new RunSummary
        {
            Name = _plan.Name,
            Run = _state.Checkpoint.Number,
            Outcome = outcome,
            Error = Ending.Error is { } error ? _plan.Redact(error) : null,
            ExportId = _plan.Redact(_plan.Export.Id),
            Target = _plan.Redact(_plan.Target.Location),
            ProfilePath = _profile.Path,
            ProfileHash = _profile.Hash,
            StartedAt = _startedAt,
            EndedAt = _plan.Time.GetUtcNow(),
            Parts = _plan.Export.Parts.Count,
            PartsDone = _state.Checkpoint.PartsDone,
            Partitions = _state.Checkpoint.Partitions?.Count,
            PartitionsDone = _state.Checkpoint.Partitions?.Done,
            ManifestItems = Promise(_plan.Export.ItemCount),
            StreamItems = _follows
                ? _state.Checkpoint.Parts.Values.Where(static part => part.IsStream).Sum(static part => part.Counts.Items)
                : null,
            Snapshots = _follows ? 0 : _state.Snapshots?.Count ?? 0,
            Counts = _state.Counts + _cut,
            ItemsRead = Progress.Items,
            TargetTime = Progress.TargetTime,
            Writers = _writers,
            Retries = retries + Progress.Retries,
            DeletesLeft = deletes,
            Differences = Differences,
            Waited = Waited,
            WaitingPasses = WaitingPasses,
            Published = Published,
            PartsCalled = _plan.Export.Terms.Parts,
            PublishedUnit = _plan.Target.Capabilities.Publication?.Unit,
            PublishedNext = Published is null ? null : _plan.Target.Capabilities.Publication?.Next,
            AcceptedGaps = _state.Checkpoint.AcceptedGaps,
            Coverage = _state.Coverage?.Findings(
                [.. _state.Checkpoint.Parts.Values.Select(static part => part.Coverage), .. _cutCoverage], _coverageBefore, _plan.Redact),
        };
    }

    internal async Task<RunSummary> CompletedAsync(RunOutcome outcome, long retries, Func<RunSummary, Task> record)
    {
        var summary = Summarize(outcome, retries);
        if (summary.DeletesLeft is > 0 and var deletes)
        {
            _plan.Observer.Notice(
                $"{deletes} deleted items of the export were skipped: the profile has no function deleteItem, so their records stay in "
                + "the target. With one, the next run applies them; 'deletes: skip' says that they are meant to stay");
        }

        if (summary.Counts.Records.Overwritten is > 0 and var overwritten)
        {
            _plan.Observer.Notice(
                $"{overwritten:N0} records overwrote what another record of this run had written, because both have the same key: the "
                + "[Key] of the record may be too short to tell its items apart. If they are meant to be one row, combine them in upsert");
        }

        await TryAsync("The summary could not be saved", () =>
        {
            _state.Save(summary);
            if (summary is { Outcome: RunOutcome.Complete, Coverage: { } coverage })
                CoverageFile.Write(_plan.StateFolder, coverage);

            return Task.CompletedTask;
        });
        await TryAsync("The end of the run could not be recorded", () => record(summary));
        _plan.Observer.Completed(summary);
        Ending.ThrowBug();
        return summary;
    }

    private async Task TryAsync(string otherwise, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DatafluxException)
        {
            _plan.Observer.Notice($"{otherwise}: {e.Message}");
        }
    }

    // Rejected items that are no longer in memory are read again, with the patience of any reading.
    private PartReader Reader(PartLedger run) => PartReader.Of(run.Kept ?? run.Source, run.Part, _plan, Progress.Retried);
}

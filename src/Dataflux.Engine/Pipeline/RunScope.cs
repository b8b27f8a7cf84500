using Dataflux.Engine.Comparing;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Pressure;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Rows;

namespace Dataflux.Engine.Pipeline;

/// <summary>What the stages of one run share.</summary>
internal sealed class RunScope<TRow, TRecord>(MigrationPlan plan, Profile<TRow, TRecord> profile, RunProgress progress) : IDisposable
    where TRecord : notnull
{
    private PassedGroup<TRow, TRecord>? _passed;
    private Failure? _unproven;

    internal MigrationPlan Plan { get; } = plan;

    internal MigrationOptions Options => Plan.Options;

    internal Profile<TRow, TRecord> Profile { get; } = profile;

    internal RunProgress Progress { get; } = progress;

    /// <summary>What writers pass before a batch; <see langword="null"/> when nothing limits them.</summary>
    internal PressureControl? Pressure { get; } = PressureControl.Of(plan, progress.Retried);

    /// <summary>How many records a batch takes.</summary>
    internal BatchSizing Sizing { get; } = new(plan.Options);

    internal RejectTally Tally { get; init; } = new(plan.Options.MaxRejects);

    /// <summary>The keys of records that wait, behind which later ones have to.</summary>
    internal WaitingKeys WaitingKeys { get; set; } = new();

    /// <summary>The run that this is a pass of, over what waits; <see langword="null"/>: it is none.</summary>
    internal RunProgress? Whole { get; init; }

    /// <summary>What is not read of the items; <see langword="null"/>: nobody counts that.</summary>
    internal RunCoverage? Coverage { get; init; }

    /// <summary>Has batches compared; <see langword="null"/>: they are not.</summary>
    internal BatchComparison? Comparison { get; init; }

    /// <summary>Tells the keys that are another item's by now.</summary>
    internal ContestedKeys<TRow, TRecord> Contested { get; init; } = new(plan, profile, progress);

    /// <summary>A group that this run wrote a moment ago, of any writer; <see langword="null"/> before the first.</summary>
    internal PassedGroup<TRow, TRecord>? Passed
    {
        get => Volatile.Read(ref _passed);
        set => Volatile.Write(ref _passed, value);
    }

    /// <summary>A failure that was counted as a group's own before any group had gone through.</summary>
    internal Failure? Unproven
    {
        get => Volatile.Read(ref _unproven);
        set => Volatile.Write(ref _unproven, value);
    }

    public void Dispose() => Pressure?.Dispose();

    /// <summary>The blocks of a part, read ahead of the stage that takes them.</summary>
    internal IAsyncEnumerable<BlockSlice> BlocksOf(PartRun<TRow> part, CancellationToken stop) =>
        new ReadAhead(PartReader.Of(part.Source, part.Part, Plan, Progress.Retried), Plan.Observer, Plan.Time).ReadAsync(part.Part, stop);

    /// <summary>Takes back what was counted of a part that is read again.</summary>
    internal void Restart(PartRun<TRow> part)
    {
        var counted = part.Counts.ToRunCounts();
        foreach (var (reject, _) in part.Rejects.Read())
            Plan.Observer.Rejected(reject.Stage, reject.Error, -reject.Lines.Count);

        part.Restart();
        Progress.Forget(counted);
        Tally.Forget(counted.RejectedTotal);
    }

    /// <summary>Takes an item from where it was counted, because it is rejected for what it should have deleted.</summary>
    internal void TakeBack(PartRun<TRow> part, Deletion deletion)
    {
        if (deletion.Skipped is { } reason)
        {
            part.Counts.Skip(reason, -1);
            Progress.Skipped(reason, -1);
            return;
        }

        part.Counts.Written(groups: 0, items: -1, new());
        Progress.Written(-1, new());
    }

    /// <summary>Counts items that wait, and keeps them.</summary>
    internal void Wait(PartRun<TRow> part, Reject waiting)
    {
        part.Rejects.Add(waiting);
        part.Counts.Wait(waiting.Lines.Count);
        Progress.Waits(waiting.Lines.Count);
    }

    /// <summary>Counts a reject in the part's and the run's accounting and keeps it.</summary>
    internal void Reject(PartRun<TRow> part, Stage stage, Reject reject, OriginalLine? item = null)
    {
        part.Rejects.Add(reject, item);
        part.Counts.Reject(stage, reject.Lines.Count);
        Progress.Rejected(stage, reject.Lines.Count);
        Plan.Observer.Rejected(reject.Stage, reject.Error, reject.Lines.Count);
        Tally.Count(stage, reject.Error, reject.Lines.Count, (Whole ?? Progress).Judged);
    }
}

using System.Collections.Immutable;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Ledger;

/// <summary>
/// The state of a running migration: checkpoint, rejects, summary. Order of durability: rows are committed before a part's rejects
/// are flushed, rejects before the checkpoint says that the part is done; with <c>checkpoint: target</c> all three are one
/// transaction. The migration's lock is held as long as this lives, by its owner.
/// </summary>
internal sealed partial class RunState : IDisposable
{
    // The checkpoint holds every done part. With very many parts it is replaced once a second instead of at each: parts that
    // a crash then finds unmarked are only read again.
    private const int AlwaysSavedParts = 500;
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time;
    private readonly string _folder;
    private readonly ICheckpointStore _store;
    private readonly Func<string, string> _redact;
    private readonly Profile _profile;
    private RejectFile _rejects;
    private Func<CommitMarks>? _marks;
    private readonly LineOrigins _origins;
    private readonly ISource _source;
    private readonly bool _deletes;
    private long _savedAt;

    private RunState(MigrationPlan plan, Profile profile, bool deletes, ICheckpointStore store, Checkpoint checkpoint, RejectFile rejects)
    {
        _deletes = deletes;
        _time = plan.Time;
        _redact = plan.Redact;
        _folder = plan.StateFolder;
        _store = store;
        Checkpoint = checkpoint;
        Counts = checkpoint.Counts;
        _profile = profile;
        _rejects = rejects;
        _origins = new LineOrigins(plan.Export.Parts);
        _source = plan.Source;
        Partitions = PartitionsOf(plan, checkpoint);
        Coverage = plan.Coverage is { } coverage ? new(coverage, checkpoint.Read) : null;
    }

    /// <summary>What is not read of the items; <see langword="null"/>: nobody counts that.</summary>
    internal RunCoverage? Coverage { get; }

    internal Checkpoint Checkpoint { get; private set; }

    /// <summary>The snapshots that were read, by earlier processes too; <see langword="null"/>: the source does not change.</summary>
    internal ImmutableSortedSet<string>? Snapshots => _source.Snapshots is { Count: > 0 } read
        ? (Checkpoint.Snapshots ?? ImmutableSortedSet.Create<string>(StringComparer.Ordinal)).Union(read)
        : Checkpoint.Snapshots;

    /// <summary>The checkpoint that an earlier run left; <see langword="null"/>: none did.</summary>
    internal Checkpoint? Found { get; private init; }

    /// <summary>
    /// Where the rows of all parts lie until they are grouped together; <see langword="null"/> when each part is grouped by itself.
    /// </summary>
    internal ExportPartitions? Partitions { get; private set; }

    /// <summary>Opens the state and resumes an interrupted run that is bound to the same things.</summary>
    /// <exception cref="StateException">The state is damaged or bound to something else, or the folder cannot be used.</exception>
    internal static RunState Open(MigrationPlan plan, Profile profile, ICheckpointStore store)
    {
        try
        {
            StateFolder.DeleteParts(plan.StateFolder);
            var fresh = new Checkpoint
            {
                Version = Checkpoint.CurrentVersion,
                ExportId = plan.Export.Id,
                DefinitionHash = plan.DefinitionHash,
                ProfileHash = profile.Hash,
                ExportTime = plan.Export.Time,
                AcceptedGaps = plan.Export.AcceptedGaps is { Count: > 0 } gaps ? gaps : null,
                StartedAt = plan.Time.GetUtcNow(),
                Partitions = plan.Options.GroupScope == GroupScope.Export
                    ? new(ExportPartitions.CountFor(plan.Export, plan.Options.GroupMemory), ExportPartitions.IdentityOf(plan.Export))
                    : null,
            };
            var replacement = new RejectReplacement(StateFolder.Rejects(plan.StateFolder), store);
            var found = replacement.Finish(store.Load());
            var checkpoint = Resumption.Of(found, fresh, plan);
            var deletes = profile.HasDeleteItem && !plan.SkipDeletes;
            if (deletes)
                checkpoint = SkippedDeletes.ToApply(checkpoint, replacement, plan);

            var rejects = new RejectFile(StateFolder.Rejects(plan.StateFolder), checkpoint.RejectsLength, profile.GroupKeyOf, plan.Redact);
            return new RunState(plan, profile, deletes, store, checkpoint, rejects) { Found = found };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.Unusable(plan.StateFolder, e);
        }
    }

    /// <summary>Whether a part's end belongs into the transaction of its last batch.</summary>
    internal bool IsInTarget => _store.IsTransactional;

    /// <summary>Whether an earlier, interrupted run completed the part as it is now.</summary>
    internal bool IsDone(Sources.SourcePart part) => DoneOf(part) is { Position: null };

    /// <summary>What is left of a part that is not done: of a part with positions, what is behind the last one that was saved.</summary>
    internal Sources.SourcePart LeftOf(Sources.SourcePart part) =>
        DoneOf(part) is { Position: { } position } ? part with { Position = position } : part;

    /// <summary>What was done of a part before this stretch of it.</summary>
    internal DonePart? Before(PartLedger run) => run.Part.Position is null ? null : DoneOf(run.Part);

    private DonePart? DoneOf(Sources.SourcePart part) =>
        Checkpoint.Parts.TryGetValue(part.Name, out var done) && part.Has(done.Fingerprint) ? done : null;

    internal RejectBuffer NewRejects(int fileNumber) => new(Path.Combine(_folder, $"rejects-{fileNumber:D6}.part"));

    /// <summary>The accounting of all done parts.</summary>
    internal RunCounts Counts { get; private set; }

    /// <summary>Marks a part done: its rows are committed by now.</summary>
    internal async Task CompleteAsync(PartLedger run, RunCounts counts, PartReader source, CancellationToken cancellation)
    {
        ReleaseOldRejects();
        await _rejects.AppendAsync(run.Rejects, source, run.Part, OriginsOf(run), cancellation);
        run.Release();
        Checkpoint = With(run, counts);
        Counts += counts;
        KillPoint.At(KillPoint.BeforeCheckpoint);
        if (Checkpoint.Parts.Count <= AlwaysSavedParts || _time.GetElapsedTime(_savedAt) >= SaveInterval)
            SaveNow();
    }

    /// <summary>
    /// Writes a part's rejects behind those of the parts that are done, before the transaction that keeps them in the target.
    /// </summary>
    internal Task PrepareAsync(PartLedger run, PartReader source, CancellationToken cancellation)
    {
        _rejects.CutTo(Checkpoint.RejectsLength);
        return _rejects.AppendAsync(run.Rejects, source, run.Part, OriginsOf(run), cancellation);
    }

    /// <summary>Marks a part done in the transaction of its last batch; may be repeated until that is committed.</summary>
    internal Task KeepAsync(ITargetDocuments documents, PartLedger run, RunCounts counts)
    {
        KillPoint.At(KillPoint.BeforeCheckpoint);
        return _store.WriteAsync(documents, With(run, counts), run.Part.Name);
    }

    /// <summary>That transaction is committed.</summary>
    internal void Kept(PartLedger run, RunCounts counts)
    {
        Checkpoint = With(run, counts);
        Counts += counts;
        _store.Committed(Checkpoint);
        run.Release();
        TellSource();
    }

    /// <summary>Replaces the stored checkpoint by the current one.</summary>
    internal void SaveNow()
    {
        _store.Save(Checkpoint);
        _savedAt = _time.GetTimestamp();
        Partitions?.Free(Checkpoint.Partitions!.Done);
        TellSource();
    }

    /// <summary>Shows the rejects of a part that is not done; resuming cuts them off again.</summary>
    internal Task ShowAsync(PartLedger run, PartReader source, CancellationToken cancellation)
    {
        ReleaseOldRejects();
        return _rejects.AppendAsync(run.Rejects, source, run.Part, OriginsOf(run), cancellation);
    }

    /// <summary>Marks the whole run complete.</summary>
    /// <param name="inTarget">Runs a transaction in the target.</param>
    internal async Task CompleteAsync(Func<Func<ITargetDocuments, Task>, Task> inTarget)
    {
        ReleaseOldRejects();
        _rejects.Open();
        var complete = Checkpoint with { Complete = true, Rerun = null, RejectsLength = _rejects.Length };
        await _store.KeepAsync(complete, inTarget);
        Checkpoint = complete;
        TellSource();
        Partitions?.Delete();
        StateFolder.DeleteFolder(StateFolder.Source(_folder));
    }

    /// <summary>Says which number the run has.</summary>
    internal void Number(long number) => Checkpoint = Checkpoint with { Number = number };

    /// <summary>Binds what becomes done from here on to the target as it is.</summary>
    /// <param name="history">The target.</param>
    /// <param name="lineage">What its marks are told from others by.</param>
    /// <param name="run">The run, as they count runs.</param>
    /// <param name="marks">The commits so far; <see langword="null"/>: they are not marked.</param>
    internal void Bind(TargetHistory history, string lineage, long run, Func<CommitMarks>? marks)
    {
        Checkpoint = Checkpoint with { Target = history, Lineage = lineage, Run = run };
        _marks = marks;
    }

    /// <summary>Binds the checkpoint to the target as the run leaves it.</summary>
    internal void Bind(TargetHistory history) => Checkpoint = Checkpoint with { Target = history };

    /// <summary>Keeps the whole state in the target, in a transaction; may be repeated until that is committed.</summary>
    internal Task KeepAsync(ITargetDocuments documents) => _store.WriteAsync(documents, Checkpoint);

    /// <summary>Makes sure that the state in the target is the one that was loaded.</summary>
    /// <exception cref="StateException">It is not.</exception>
    internal Task RefuseIfChangedAsync(ITargetDocuments documents) => _store.RefuseIfChangedAsync(documents);

    /// <summary>That transaction is committed.</summary>
    internal void Kept() => _store.Committed(Checkpoint);

    internal void Save(RunSummary summary) =>
        PrivateFile.Replace(StateFolder.Summary(_folder), SummaryFile.Format(summary));

    public void Dispose() => _rejects.Dispose();

    // A stream need not keep what is behind a position that is saved.
    private void TellSource()
    {
        foreach (var (name, part) in Checkpoint.Parts)
        {
            if (part is { IsStream: true, Position: { } position })
                _source.Saved(name, position);
        }
    }

    private Checkpoint With(PartLedger run, RunCounts counts)
    {
        var appended = Checkpoint with
        {
            RejectsLength = _rejects.Length,
            Read = Coverage?.Read ?? Checkpoint.Read,
            Snapshots = Snapshots,
        };
        if (run.IsPartition)
        {
            return appended with
            {
                Partitions = appended.Partitions! with
                {
                    Done = run.Number,
                    Counts = appended.Partitions.Counts + counts,
                    Marks = _marks?.Invoke(),
                },
            };
        }

        var marks = Partitions is null ? _marks?.Invoke() : null; // rows in partitions are not in the target
        var before = Before(run);
        var done = new DonePart(run.Part.Fingerprint, before is null ? counts : before.Counts + counts)
        {
            Position = run.EndsAt,
            IsStream = run.Part.IsStream,
            IsGrownTo = run.IsGrownTo,
            Link = run.Part.Link,
            Number = run.Number,
            WithoutDeletes = !_deletes || before is { WithoutDeletes: true },
            Marks = marks,
            Coverage = before is null ? run.Coverage : PartCoverage.Of(before.Coverage, run.Coverage),
        };
        return appended with { Parts = appended.Parts.SetItem(run.Part.Name, done) };
    }

    private static ExportPartitions? PartitionsOf(MigrationPlan plan, Checkpoint checkpoint) => checkpoint.Partitions is null
        ? null
        : new(plan.StateFolder, plan.Export.Parts.Count, checkpoint, plan.Options.GroupDisk);

    private LineOrigins? OriginsOf(PartLedger run) => run.IsPartition ? _origins : null;

    // The checkpoint on disk may still be a completed run's and count on its rejects: it goes first, then they are cut off.
    private void ReleaseOldRejects()
    {
        if (_savedAt == 0)
            SaveNow();
    }
}

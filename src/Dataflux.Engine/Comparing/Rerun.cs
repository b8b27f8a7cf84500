using System.Runtime.InteropServices;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Plans;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Comparing;

/// <summary>
/// A run that brings once more what a complete one has brought: everything is compared first, with what the whole run would leave, as a
/// verification does. Where that finds rows that differ, the parts with records of theirs are read again, and only these rows are written.
/// So a row that several parts make is not written back and forth, and an unchanged re-run writes nothing.
/// </summary>
/// <remarks>
/// What is kept of records that would change their rows lies in <c>rerun/</c> of the state folder, on disk before a part counts as done;
/// the checkpoint says what being done means meanwhile (<see cref="RerunPhase"/>). Where comparing does not pay, or cannot be done, the run
/// begins again and writes as any other: nothing was written until then.
/// </remarks>
/// <param name="plan">The run.</param>
internal sealed class Rerun(MigrationPlan plan)
    : BatchComparison(plan, Path.Combine(StateFolder.Rerun(plan.StateFolder), "records"))
{
    // What differs is read twice. Beyond a tenth of the records that costs more than it saves.
    private const int FewRecords = 5_000;
    private const int MostRecords = 1_000_000;

    private RunState? _state;
    private long _records;
    private long _kept;

    /// <summary>
    /// Whether it writes what was found to differ. Batches are compared all the same, so that what is refused then is rejected as before.
    /// </summary>
    internal bool Writes { get; private set; }

    private string KeysFile => Path.Combine(StateFolder.Rerun(Plan.StateFolder), "keys");

    private IComparisons Target => Plan.Target.Capabilities.ToCompare();

    /// <summary>
    /// That of a run; <see langword="null"/>: it cannot compare before it writes. An export of several links leaves older states behind on
    /// its way, and state in the target is one transaction with the rows that are written.
    /// </summary>
    internal static Rerun? For(MigrationPlan plan) =>
        plan is { Target: not IComparison, Replayed: null, Export.IsChain: false, Target.Capabilities.Comparisons: not null }
        && plan.Source.Capabilities is { CanReadAgain: true, HasPositions: false }
        && plan.Options is
        {
            Limit: null, GroupScope: GroupScope.File, Checkpoint: CheckpointPlace.Folder, VerifyBatches: false,
        }
            ? new(plan)
            : null;

    /// <summary>Begins, or goes on where an interrupted process of this run was.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="state">The run's state.</param>
    /// <param name="isKnown">Whether a complete run has brought the same before.</param>
    /// <param name="stop">Stops the call.</param>
    /// <returns>Whether the parts that are not done are to be compared.</returns>
    internal async Task<bool> BeginAsync(Profile profile, RunState state, bool isKnown, CancellationToken stop)
    {
        _state = state;
        try
        {
            if (state.Checkpoint.Rerun == RerunPhase.Writes)
            {
                Target.WriteOnly(ReadKeys());
                await BeginAsync(profile, stop);
                Writes = true;
                return false;
            }

            if (state.Checkpoint.Rerun == RerunPhase.Compares)
            {
                await GoOnAsync(profile, stop);
                return true;
            }

            if (!isKnown || state.Checkpoint.Parts.Count > 0 || Plan.Target.HasLooseKeys)
                return false;

            await BeginAsync(profile, stop);
            if (!await NewPatience().RunAsync(Comparison!.HasRowsAsync, stop))
            {
                await DisposeAsync();
                return false;
            }

            state.Compare();
            return true;
        }
        catch (Exception e) when (e is DatafluxException and not Retry.OutageException)
        {
            await GiveUpAsync(e.Message);
            return false;
        }
    }

    /// <summary>Compares a batch.</summary>
    /// <returns>The records of the batch.</returns>
    /// <exception cref="RerunGivenUpException">The run is better off writing at once.</exception>
    internal async Task<long> CompareAsync(Func<Task<WriteCounts>> compare)
    {
        WriteCounts counts;
        try
        {
            counts = await compare();
        }
        catch (Exception e) when (!Writes && (e is TargetException || (e is not OperationCanceledException && IsSystemic(e))))
        {
            throw new RerunGivenUpException(Plan.Target.MessageOf(e));
        }

        var records = counts.Updated + counts.Unchanged;
        if (Writes)
            return records;

        var all = Interlocked.Add(ref _records, records);
        var kept = Interlocked.Add(ref _kept, counts.Updated);
        return Comparison!.NotVerified.Count > 0
            ? throw new RerunGivenUpException("the profile writes by statements of its own")
            : kept > Math.Min(MostRecords, FewRecords + (all / 10))
            ? throw new RerunGivenUpException("many rows differ")
            : records;
    }

    /// <summary>Finds the rows that differ from what the whole run would leave, and has them written.</summary>
    /// <exception cref="RerunGivenUpException">They cannot be found.</exception>
    internal async Task SettleAsync(CancellationToken stop)
    {
        HashSet<ulong> keys = [];
        IReadOnlySet<string> parts;
        try
        {
            await foreach (var difference in Comparison!.SettleAsync(keys: null, stop))
                keys.Add(difference.Hash);

            parts = Comparison.PartsOf(keys) ?? Plan.Export.Parts.Select(static part => part.Name).ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is not (DatafluxException or OperationCanceledException))
        {
            var failure = Plan.Target.Classify(e);
            throw failure.Kind == FailureKind.Transient
                ? new TargetException($"what differs could not be looked at once more: {failure.Message}", e)
                : new RerunGivenUpException(failure.Message);
        }

        if (keys.Count > 0)
        {
            Plan.Observer.Notice(
                $"{keys.Count:N0} rows differ: the {Plan.Export.Terms.Parts} that make them are read again ({parts.Count:N0})");
            PrivateFile.Replace(KeysFile, MemoryMarshal.AsBytes<ulong>(keys.ToArray()));
            _state!.Write(parts);
            Target.WriteOnly(keys);
            Writes = true;
        }
    }

    /// <summary>Begins again, without comparing.</summary>
    internal async Task GiveUpAsync(string because)
    {
        Plan.Observer.Notice($"What is there is not compared before it is written ({because})");
        Writes = false;
        Target.WriteOnly(keys: null);
        await DisposeAsync();
        _state!.ForgetAll(Plan);
    }

    /// <summary>Everything that was to be written is: what comes now is no row of the export.</summary>
    internal ValueTask EndAsync()
    {
        Target.WriteOnly(keys: null);
        return DisposeAsync();
    }

    /// <summary>The run is complete.</summary>
    internal void Complete() => StateFolder.DeleteFolder(StateFolder.Rerun(Plan.StateFolder));

    protected override ITargetSession With(ITargetSession session, ITargetSession comparing) =>
        new RerunSession(session, comparing, this);

    private bool IsSystemic(Exception e) => Plan.Target.Classify(e).Kind == FailureKind.Systemic;

    private HashSet<ulong> ReadKeys()
    {
        try
        {
            return [.. MemoryMarshal.Cast<byte, ulong>(File.ReadAllBytes(KeysFile))];
        }
        catch (IOException e)
        {
            throw new ComparisonChangedException($"what was found cannot be read ({e.Message})");
        }
    }
}

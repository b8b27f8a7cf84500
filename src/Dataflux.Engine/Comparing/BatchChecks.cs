using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Comparing;

/// <summary>
/// <c>verify: batch</c>: each batch of a run is compared right after its commit. What differs then is looked at once more at the end, with
/// all records of its key: rows that several records make are right by then.
/// </summary>
/// <param name="plan">The run.</param>
internal sealed class BatchChecks(MigrationPlan plan) : BatchComparison(plan, StateFolder.BatchChecks(plan.StateFolder))
{
    /// <summary>Those of a run; <see langword="null"/>: it compares nothing.</summary>
    internal static BatchChecks? For(MigrationPlan plan) => plan.Options.VerifyBatches && plan.Target is not IComparison ? new(plan) : null;

    /// <summary>Begins, or goes on with what an interrupted process of this run has found.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="isResumed">Whether parts are done.</param>
    /// <param name="stop">Stops the call.</param>
    internal async Task BeginAsync(Profile profile, bool isResumed, CancellationToken stop)
    {
        var because = isResumed && !Directory.Exists(Folder) ? "its process did not compare them" : null;
        if (isResumed && because is null)
        {
            try
            {
                await GoOnAsync(profile, stop);
                return;
            }
            catch (ComparisonChangedException e)
            {
                because = e.Message;
            }
        }

        if (because is not null)
        {
            Plan.Observer.Notice(
                $"Whether the {Plan.Export.Terms.Parts} that are done were written rightly is not known ({because}): 'dataflux verify' "
                + "compares everything");
        }

        await BeginAsync(profile, stop);
    }

    /// <summary>Looks at what differed once more, and writes down what still does.</summary>
    /// <returns>How many rows.</returns>
    internal async Task<long> SettleAsync(CancellationToken stop)
    {
        using var file = new DifferenceFile(Plan.StateFolder);
        var found = new Findings(new HashSet<(string Part, long Line)>(), file);
        await Plan.Target.CallAsync(
            () => found.AddAsync(Comparison!.SettleAsync(keys: null, stop), Plan),
            stop,
            static (_, message) => $"what differed after its batch could not be looked at once more: {message}");

        file.Keep();
        foreach (var left in Comparison!.NotVerified)
            Plan.Observer.Notice($"NOT VERIFIED: {left}");

        if (found.OfRecords > 0)
        {
            Plan.Observer.Notice(
                $"{found.OfRecords:N0} rows are not what this run wrote ({found.Different:N0} different, {found.Missing:N0} missing, "
                + $"{found.NotDeleted:N0} not deleted): see {DifferenceFile.PathIn(Plan.StateFolder)}");
        }

        return found.OfRecords;
    }

    /// <summary>The run is complete.</summary>
    internal async Task CompleteAsync()
    {
        await DisposeAsync();
        StateFolder.DeleteFolder(Folder);
    }

    protected override ITargetSession With(ITargetSession session, ITargetSession comparing) =>
        new CheckedSession(session, comparing, NewPatience());
}

using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Retry;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Comparing;

/// <summary>
/// <c>verify: batch</c>: each batch of a run is compared right after its commit, as a verification does. What differs then is looked at
/// once more at the end, with all records of its key: rows that several records make are right by then.
/// </summary>
/// <param name="plan">The run.</param>
internal sealed class BatchChecks(MigrationPlan plan) : IAsyncDisposable
{
    private readonly Dictionary<int, CheckedSession> _sessions = [];
    private readonly string _folder = StateFolder.BatchChecks(plan.StateFolder);
    private IComparison? _comparison;

    /// <summary>Those of a run; <see langword="null"/>: it compares nothing.</summary>
    internal static BatchChecks? For(MigrationPlan plan) => plan.Options.VerifyBatches && plan.Target is not IComparison ? new(plan) : null;

    /// <summary>Begins, or goes on with what an interrupted process of this run has found.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="isResumed">Whether files are done.</param>
    /// <param name="stop">Stops the call.</param>
    internal async Task BeginAsync(Profile profile, bool isResumed, CancellationToken stop)
    {
        var because = isResumed && !Directory.Exists(_folder) ? "its process did not compare them" : null;
        if (isResumed && because is null)
        {
            try
            {
                await PrepareAsync(profile, goesOn: true, stop);
                return;
            }
            catch (ComparisonChangedException e)
            {
                because = e.Message;
                await DisposeAsync();
            }
        }

        if (because is not null)
        {
            plan.Observer.Notice(
                $"Whether the files that are done were written rightly is not known ({because}): 'dataflux verify' compares everything");
        }

        StateFolder.DeleteFolder(_folder);
        StateFolder.MakePrivate(_folder);
        await PrepareAsync(profile, goesOn: false, stop);
    }

    /// <summary>Makes sure that what was found is on disk.</summary>
    internal void Keep() => _comparison?.Keep();

    /// <summary>A writer's session whose batches are compared.</summary>
    internal async Task<ITargetSession> OfAsync(ITargetSession session, int writer, CancellationToken stop)
    {
        if (!_sessions.TryGetValue(writer, out var known))
        {
            var comparing = await _comparison!.OpenSessionAsync(stop);
            _sessions.Add(writer, known = new(session, comparing, NewPatience()));
        }

        return known;
    }

    /// <summary>Looks at what differed once more, and writes down what still does.</summary>
    /// <returns>How many rows.</returns>
    internal async Task<long> SettleAsync(CancellationToken stop)
    {
        using var file = new DifferenceFile(plan.StateFolder);
        var found = new Findings(new HashSet<(string File, long Line)>(), file);
        try
        {
            await found.AddAsync(_comparison!.SettleAsync(keys: null, stop), plan);
        }
        catch (Exception e) when (e is not (DatafluxException or OperationCanceledException))
        {
            throw new TargetException(
                $"what differed after its batch could not be looked at once more: {_comparison!.Classify(e).Message}", e);
        }

        file.Keep();
        foreach (var left in _comparison.NotVerified)
        {
            plan.Observer.Notice($"NOT VERIFIED: {left}");
        }

        if (found.OfRecords > 0)
        {
            plan.Observer.Notice(
                $"{found.OfRecords:N0} rows are not what this run wrote ({found.Different:N0} different, {found.Missing:N0} missing, "
                + $"{found.NotDeleted:N0} not deleted): see {DifferenceFile.PathIn(plan.StateFolder)}");
        }

        return found.OfRecords;
    }

    /// <summary>The run is complete.</summary>
    internal async Task CompleteAsync()
    {
        await DisposeAsync();
        StateFolder.DeleteFolder(_folder);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
        {
            await session.DisposeAsync();
        }

        _sessions.Clear();
        if (_comparison is not null)
        {
            await _comparison.DisposeAsync();
            _comparison = null;
        }
    }

    private async Task PrepareAsync(Profile profile, bool goesOn, CancellationToken stop)
    {
        _comparison = plan.Target.Capabilities.ToCompare().Compare(new() { Folder = _folder, GoesOn = goesOn });
        await NewPatience().RunAsync(
            async token =>
            {
                await _comparison.PrepareAsync(profile.MappedTypes, token);
                return true;
            },
            stop);
    }

    private Patience NewPatience() => new("comparing with the target", plan.Target.Classify, plan.Options, plan.Observer, plan.Time);
}

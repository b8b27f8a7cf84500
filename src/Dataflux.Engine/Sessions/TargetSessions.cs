using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Retry;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Engine.Sessions;

/// <summary>The run's sessions with the target, one for each writer, and the steps that need the target outside of batches.</summary>
internal sealed class TargetSessions : IAsyncDisposable
{
    // Whatever made the run end has been waited for already.
    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(10);

    internal const string OnStart = "onStart";
    internal const string OnComplete = "onComplete";
    private readonly MigrationPlan _plan;
    private readonly Patience _patience;
    private readonly List<ITargetSession> _sessions = [];
    private readonly ScriptPosition _step;

    private TargetSessions(MigrationPlan plan)
    {
        _plan = plan;
        _step = plan.ScriptWatch.NewPosition();
        _patience = new Patience("working with the target", plan.Target.Classify, plan.Options, plan.Observer, plan.Time, () => Retries++);
    }

    internal IReadOnlyList<ITargetSession> Sessions => _sessions;

    internal int Count => _sessions.Count;

    /// <summary>Repeated calls because of transient failures, outside of batches.</summary>
    internal long Retries { get; private set; }

    internal static async Task<TargetSessions> OpenAsync(MigrationPlan plan, int count, CancellationToken stop)
    {
        var sessions = new TargetSessions(plan);
        try
        {
            if (plan.Target.Capabilities.SingleWriter is { } claims)
            {
                await sessions.DoAsync(
                    async token =>
                    {
                        await claims.ClaimAsync(plan.Name, token);
                        return true;
                    },
                    stop);
                if (claims.ClaimCaution is { } caution)
                    plan.Observer.Notice(caution);
            }

            for (var i = 0; i < count; i++)
                sessions._sessions.Add(await sessions.DoAsync(plan.Target.OpenSessionAsync, stop));
        }
        catch
        {
            await sessions.DisposeAsync();
            throw;
        }

        return sessions;
    }

    /// <summary>Checks tables and columns before the first row.</summary>
    internal Task PrepareAsync(Profile profile, CancellationToken stop) =>
        DoAsync(
            async token =>
            {
                if (profile.MappedTypes.Count < profile.RecordTypes.Count)
                    _plan.Target.MayWriteOthers();

                await _plan.Target.PrepareAsync(profile.MappedTypes, token);
                if (profile.DeletedTypes.Count > 0)
                    await _plan.Target.PrepareDeletesAsync(profile.DeletedTypes, token);

                return true;
            },
            stop);

    /// <summary>Runs a profile's <c>onStart</c> or <c>onComplete</c> in a transaction of its own.</summary>
    internal Task RunAsync(string function, Func<ITarget, Task>? step, Profile profile, CancellationToken stop) =>
        step is null
            ? Task.CompletedTask
            : DoAsync(
                token =>
                {
                    _sessions[0].Part = WrittenPart.OfFunction(function, isLast: function == OnComplete);
                    return _sessions[0].WriteAsync(target => StepAsync(target, step, function), token);
                },
                stop,
                (e, message) => profile.Locate(e, $"{function} failed: {message}"));

    /// <summary>Begins what the target shows at the end, or goes on with it.</summary>
    /// <param name="checkpoint">What is done.</param>
    /// <param name="stop">Stops the call.</param>
    internal Task BeginPublicationAsync(Checkpoint checkpoint, CancellationToken stop) => WithPublicationAsync(
        async (publication, token) =>
        {
            publication.Notice = _plan.Observer.Notice;
            await publication.BeginAsync(PublishedRuns.Of(_plan, checkpoint), token);
            return true;
        },
        stop);

    /// <summary>Has the target show what the run wrote.</summary>
    /// <param name="records">What became of the run's records.</param>
    /// <param name="stop">Stops the call.</param>
    /// <returns>What the run brought; <see langword="null"/>: the target shows rows as they come.</returns>
    internal Task<IReadOnlyList<PublishedFile>?> PublishAsync(WriteCounts records, CancellationToken stop) =>
        WithPublicationAsync((publication, token) => publication.PublishAsync(records, KillPoint.At, token), stop);

    /// <summary>Lets go of what was kept for it.</summary>
    internal Task EndPublicationAsync(CancellationToken stop) => WithPublicationAsync(
        static async (publication, token) =>
        {
            await publication.EndAsync(token);
            return true;
        },
        stop);

    /// <summary>Reads the state that <c>checkpoint: target</c> keeps there.</summary>
    /// <exception cref="StateException">It is damaged, or the state folder has its own.</exception>
    internal async Task<TargetState> LoadStateAsync(CancellationToken stop)
    {
        TargetState? state = null;
        await KeepAsync(async documents => state = await TargetState.LoadAsync(documents, _plan.Name, _plan.StateFolder), stop);
        return state!;
    }

    /// <summary>Works on the target's documents in a transaction of its own.</summary>
    internal Task KeepAsync(Func<ITargetDocuments, Task> keep, CancellationToken stop) =>
        DoAsync(token => _sessions[0].WriteAsync(_ => Task.CompletedTask, (documents, _) => keep(documents), token), stop);

    /// <summary>Has images kept of all rows that the run changes from here on, and says of which it cannot.</summary>
    /// <exception cref="TargetException">The user may not make the tables for them.</exception>
    internal async Task KeepImagesAsync(long run, CancellationToken stop)
    {
        foreach (var uncovered in await DoAsync(token => _plan.Target.Capabilities.Images!.KeepAsync(_plan.Name, run, token), stop))
            _plan.Observer.Notice(uncovered);
    }

    /// <summary>Ends the keeping of images, and says what was not covered.</summary>
    internal async Task EndImagesAsync()
    {
        if (!_plan.KeepsImages || _plan.Target.Capabilities.Images is not { } images)
            return;

        using var patience = new CancellationTokenSource(PatienceAtEnd);
        try
        {
            foreach (var uncovered in await images.EndAsync(patience.Token))
                _plan.Observer.Notice(uncovered);
        }
        catch (Exception e)
        {
            _plan.Observer.Notice(
                "Triggers of 'undo: keep' may be left on tables, where they do nothing; the next run takes them off "
                + $"({_plan.Redact(_plan.Target.MessageOf(e))})");
        }
    }

    /// <summary>The size of a run's images in bytes; <see langword="null"/>: it cannot be found out.</summary>
    internal async Task<long?> ImageBytesAsync(long run, CancellationToken stop)
    {
        try
        {
            return _plan.KeepsImages && _plan.Target.Capabilities.Images is { } images
                ? await images.BytesAsync(_plan.Name, run, stop)
                : null;
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            return null; // a size that is not known is no reason for a run to fail
        }
    }

    /// <summary>What the target says of itself; <see langword="null"/>: it cannot tell.</summary>
    internal async Task<TargetHistory?> HistoryAsync(CancellationToken stop) =>
        _plan.Target.Capabilities.History is { } history ? await DoAsync(history.HistoryAsync, stop) : null;

    /// <summary>Has each session mark its transactions from here on.</summary>
    internal List<MarkedSession> Mark(Func<ITargetSession, int, MarkedSession> mark)
    {
        var marked = _sessions.Select(mark).ToList();
        _sessions.Clear();
        _sessions.AddRange(marked);
        return marked;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
            await session.DisposeAsync();
    }

    private async Task<T?> WithPublicationAsync<T>(Func<IPublication, CancellationToken, Task<T>> work, CancellationToken stop) =>
        _plan.Target.Capabilities.Publication is { } publication ? await DoAsync(token => work(publication, token), stop) : default;

    private async Task StepAsync(ITarget target, Func<ITarget, Task> step, string function)
    {
        _step.Enter(function, "the whole migration");
        try
        {
            await step(target);
        }
        finally
        {
            _step.Leave();
        }

        if (function == OnComplete)
            KillPoint.At(KillPoint.InOnComplete);
    }

    private Task<T> DoAsync<T>(
        Func<CancellationToken, Task<T>> work, CancellationToken stop, Func<Exception, string, string>? say = null) =>
        _plan.Target.CallAsync(() => _patience.RunAsync(work, stop), stop, say);
}

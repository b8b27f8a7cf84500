using Dataflux.Engine.Contract;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Retry;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Comparing;

/// <summary>
/// Has a run's batches compared with what is in the target, as a verification does, each writer's over another connection.
/// </summary>
/// <param name="plan">The run.</param>
/// <param name="folder">Keeps what was found.</param>
internal abstract class BatchComparison(MigrationPlan plan, string folder) : IAsyncDisposable
{
    private readonly Dictionary<int, ITargetSession> _sessions = [];

    /// <summary>The run.</summary>
    protected MigrationPlan Plan { get; } = plan;

    /// <summary>Keeps what was found.</summary>
    protected string Folder { get; } = folder;

    /// <summary>The comparison; <see langword="null"/>: nothing is compared, or not yet.</summary>
    protected IComparison? Comparison { get; private set; }

    /// <summary>Makes sure that what was found is on disk.</summary>
    internal void Keep() => Comparison?.Keep();

    /// <summary>A writer's session whose batches are compared.</summary>
    internal async Task<ITargetSession> OfAsync(ITargetSession session, int writer, CancellationToken stop)
    {
        if (!_sessions.TryGetValue(writer, out var known))
            _sessions.Add(writer, known = With(session, await Comparison!.OpenSessionAsync(stop)));

        return known;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
            await session.DisposeAsync();

        _sessions.Clear();
        if (Comparison is not null)
        {
            await Comparison.DisposeAsync();
            Comparison = null;
        }
    }

    /// <summary>A session that writes, or not, and has batches compared.</summary>
    /// <param name="session">Writes; its owner disposes it.</param>
    /// <param name="comparing">Compares; the new session owns it.</param>
    protected abstract ITargetSession With(ITargetSession session, ITargetSession comparing);

    /// <summary>Begins in an empty folder.</summary>
    protected Task BeginAsync(Profile profile, CancellationToken stop)
    {
        StateFolder.DeleteFolder(Folder);
        StateFolder.MakePrivate(Folder);
        return PrepareAsync(profile, goesOn: false, stop);
    }

    /// <summary>Goes on with what an interrupted process has found.</summary>
    /// <exception cref="Ground.ComparisonChangedException">It cannot be gone on with.</exception>
    protected async Task GoOnAsync(Profile profile, CancellationToken stop)
    {
        try
        {
            await PrepareAsync(profile, goesOn: true, stop);
        }
        catch (Ground.ComparisonChangedException)
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits out what is transient.</summary>
    protected Patience NewPatience() =>
        new("comparing with the target", Plan.Target.Classify, Plan.Options, Plan.Observer, Plan.Time);

    private async Task PrepareAsync(Profile profile, bool goesOn, CancellationToken stop)
    {
        Comparison = Plan.Target.Capabilities.ToCompare().Compare(new() { Folder = Folder, GoesOn = goesOn });
        await NewPatience().RunAsync(
            async token =>
            {
                await Comparison.PrepareAsync(profile.MappedTypes, token);
                return true;
            },
            stop);
    }
}

using Dataflux.Engine.Targets;

namespace Dataflux.Contracts;

/// <summary>What <see cref="TargetContract"/> needs of a target; made for each test, and used by it alone.</summary>
public abstract class TargetFixture : IAsyncDisposable
{
    /// <summary>Makes a place with empty tables for <see cref="Thing"/> and <see cref="Moment"/>, and for nothing else.</summary>
    /// <param name="cancellation">Stops the call.</param>
    public abstract Task MakeAsync(CancellationToken cancellation);

    /// <summary>Opens that place as a run does. Called again, it opens it once more, as another process would.</summary>
    public abstract ITargetConnection Open();

    /// <summary>Reads all things, past the target.</summary>
    /// <param name="cancellation">Stops the call.</param>
    public abstract Task<IReadOnlyList<Thing>> ThingsAsync(CancellationToken cancellation);

    /// <summary>
    /// Reads what the target shows, where it shows rows when they are published; <see cref="ThingsAsync"/> and <see cref="MomentsAsync"/>
    /// then publish before they read.
    /// </summary>
    /// <param name="cancellation">Stops the call.</param>
    public virtual Task<IReadOnlyList<Thing>> ShownAsync(CancellationToken cancellation) => ThingsAsync(cancellation);

    /// <summary>Reads all moments, past the target.</summary>
    /// <param name="cancellation">Stops the call.</param>
    public abstract Task<IReadOnlyList<Moment>> MomentsAsync(CancellationToken cancellation);

    /// <summary>
    /// Cuts the connections of all sessions, as a network does or a server that is started again; <see langword="null"/>: there is nothing
    /// to cut.
    /// </summary>
    public virtual Func<CancellationToken, Task>? CutAsync => null;

    /// <summary>A thing that the target cannot take, because of its values alone; <see langword="null"/>: it takes everything.</summary>
    public virtual Thing? Refused { get; } = new(666, new string('x', 41));

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Targets;

/// <summary>A target dialect, opened for one run.</summary>
public interface ITargetDialect : IAsyncDisposable
{
    /// <summary>The target, for people: host, database; never a secret.</summary>
    string Location { get; }

    /// <summary>What the target can do.</summary>
    TargetCapabilities Capabilities { get; }

    /// <summary>
    /// Begins to connect while the caller does other things, and returns at once. Nothing is written, and nothing fails here: who
    /// opens the first session meets what is wrong, and has the patience for it. Disposing the dialect ends it.
    /// </summary>
    void ConnectAhead()
    {
    }

    /// <summary>
    /// Makes this process the only writer of the migration in this target until the dialect is disposed; where a target has
    /// nothing to do that with, the lock on the state folder is the only one.
    /// </summary>
    /// <param name="migration">The migration's name.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="State.StateException">Another process is.</exception>
    Task ClaimAsync(string migration, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>What cannot be promised of the claim, and what to do about that; <see langword="null"/> when nothing is to be said.</summary>
    string? ClaimCaution => null;

    /// <summary>
    /// Connects and checks what the run will need before the first row is written: tables, columns, types, unique indexes.
    /// </summary>
    /// <param name="recordTypes">The record types of the profile, in the order they are written.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">Something is missing; one message with a line for each finding.</exception>
    Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation);

    /// <summary>
    /// Whether records of the prepared types may be one row although their <c>[Key]</c>s differ in .NET (a column ignores case, say). Then one
    /// writer alone keeps them in their order.
    /// </summary>
    bool HasLooseKeys => false;

    /// <summary>Whether records of the prepared types may be refused because a row that they refer to is not there yet.</summary>
    bool HasReferences => false;

    /// <summary>Says that the profile may write tables beside those of the types that are prepared: rows that records refer to may come there.</summary>
    void MayWriteOthers()
    {
    }

    /// <summary>Checks what deleting records by these types' keys will need, the right to do it included.</summary>
    /// <param name="keyTypes">The types with the keys; the other properties of a record do not matter.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">Something is missing; one message with a line for each finding.</exception>
    Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Opens a session; each writer has its own.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The session.</returns>
    Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation);

    /// <summary>Begins a rehearsal: a transaction that is never committed.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">This target cannot take back what was done to it, or the user may not do what that needs.</exception>
    Task<IRehearsal> RehearseAsync(CancellationToken cancellation) =>
        throw new TargetException("this target cannot take back what was written to it, so nothing can be tried on it");

    /// <summary>A target that compares instead of writing; its owner disposes it, and this one after it.</summary>
    /// <param name="request">What the comparison is about.</param>
    /// <exception cref="TargetException">This target cannot compare.</exception>
    IComparison Compare(ComparisonRequest request) =>
        throw new TargetException("this target cannot be compared with an export");

    /// <summary>Has the sessions that are opened from here on write only some rows, by the hashes that a comparison gave of their keys.</summary>
    /// <param name="keys">The hashes.</param>
    void WriteOnly(IReadOnlySet<ulong> keys) => throw new TargetException("single rows of this target cannot be repaired");

    /// <summary>The images of the rows that runs change; <see langword="null"/>: this target cannot keep any.</summary>
    IRunImages? Images => null;

    /// <summary>How far the replica that is furthest behind is; asked about once a second when <see cref="Plans.MigrationOptions.MaxReplicaLag"/> is set.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The lag; <see langword="null"/> when no replica is connected, or the target knows none.</returns>
    /// <exception cref="TargetException">The user may not see it.</exception>
    Task<ReplicaLag?> ReplicaLagAsync(CancellationToken cancellation) => Task.FromResult<ReplicaLag?>(null);

    /// <summary>Whether the target knows its <see cref="HistoryAsync">history</see>.</summary>
    bool HasHistory => false;

    /// <summary>
    /// What the target is now, with the tables of the types that were prepared; asked when a run begins and before it completes. With it the
    /// target must keep documents (<see cref="ITargetSession.WriteAsync(Func{Profiles.ITarget, Task}, Func{ITargetDocuments, WriteCounts, Task}, CancellationToken)"/>).
    /// </summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The history; <see langword="null"/> when the target knows none.</returns>
    Task<TargetHistory?> HistoryAsync(CancellationToken cancellation) => Task.FromResult<TargetHistory?>(null);

    /// <summary>Says what kind of failure an exception of this target is, including one thrown through a profile's <c>upsert</c>.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The failure.</returns>
    Failure Classify(Exception exception);
}

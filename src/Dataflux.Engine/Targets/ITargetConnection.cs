using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Targets;

/// <summary>
/// A target, opened for one run of one migration. What is here every target has; what only some can do is declared in
/// <see cref="Capabilities"/>.
/// </summary>
public interface ITargetConnection : IAsyncDisposable
{
    /// <summary>The target, for people: host, database; never a secret.</summary>
    string Location { get; }

    /// <summary>What the target can do; the same at all times.</summary>
    TargetCapabilities Capabilities { get; }

    /// <summary>
    /// Begins to connect while the caller does other things, and returns at once. Nothing is written, and nothing fails here: errors
    /// surface, and are retried, when the first session opens. Disposing the connection ends it.
    /// </summary>
    void ConnectAhead()
    {
    }

    /// <summary>
    /// Connects and checks what the run will need before the first row is written: tables, columns, types, unique indexes.
    /// </summary>
    /// <param name="recordTypes">The record types of the profile, in the order they are written.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">Something is missing; one message with a line for each finding.</exception>
    Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation);

    /// <summary>
    /// Whether records of the prepared types may be one row although their <c>[Key]</c>s differ in .NET (a column ignores case, say). Then
    /// one writer alone keeps them in their order.
    /// </summary>
    bool HasLooseKeys => false;

    /// <summary>Whether records of the prepared types may be refused because a row that they refer to is not there yet.</summary>
    bool HasReferences => false;

    /// <summary>
    /// Says that the profile may write tables beside those of the types that are prepared: rows that records refer to may come there.
    /// </summary>
    void MayWriteOthers()
    {
    }

    /// <summary>Checks what deleting records by these types' keys will need, the right to do it included.</summary>
    /// <param name="keyTypes">The types with the keys; the other properties of a record do not matter.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">Something is missing; one message with a line for each finding.</exception>
    Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Asks the target what it is, and for what the user lacks; nothing is written.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The answer; <see langword="null"/>: it has none.</returns>
    Task<TargetReport?> ReportAsync(CancellationToken cancellation) => Task.FromResult<TargetReport?>(null);

    /// <summary>Opens a session; each writer has its own.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The session.</returns>
    Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation);

    /// <summary>Says what kind of failure an exception of this target is, including one thrown through a profile's <c>upsert</c>.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The failure.</returns>
    Failure Classify(Exception exception);
}

using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Engine.Targets;

/// <summary>
/// One transaction in which everything that a run does to a target can be tried, and which is never committed: disposing rolls it
/// back, and the target refuses a commit by anybody else. Used by one task.
/// </summary>
public interface IRehearsal : IAsyncDisposable
{
    /// <summary>
    /// Checks what writing records will need, see <see cref="ITargetConnection.PrepareAsync"/>; tables made by earlier steps are there.
    /// </summary>
    /// <param name="recordTypes">The record types, in the order they are written.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">Something is missing; its findings say what.</exception>
    Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation);

    /// <summary>
    /// What is worth knowing of the prepared types and of the target, a line for each: rows that refer to others, triggers of the database.
    /// </summary>
    IReadOnlyList<string> Notes => [];

    /// <summary>What was found of the target and of the prepared types that does not keep this rehearsal from going on.</summary>
    IReadOnlyList<TargetFinding> Findings => [];

    /// <summary>
    /// What of a run's changes images would cover: of the prepared types, and of what <see cref="PlanAsync"/> was asked to write.
    /// </summary>
    /// <param name="cancellation">Stops the call.</param>
    Task<UndoOutlook> UndoAsync(CancellationToken cancellation) => Task.FromResult(new UndoOutlook([], []));

    /// <summary>What a run will meet at the tables of the prepared types; nothing where a target cannot say.</summary>
    /// <param name="cancellation">Stops the call.</param>
    Task<IReadOnlyList<TableOutlook>> TablesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<TableOutlook>>([]);

    /// <summary>Checks what deleting records will need, see <see cref="ITargetConnection.PrepareDeletesAsync"/>.</summary>
    /// <param name="keyTypes">The types with the keys.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">Something is missing; its findings say what.</exception>
    Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation);

    /// <summary>Runs a step of the rehearsal. When it throws, the step alone is taken back and the exception propagates.</summary>
    /// <param name="step">Does the work.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">The step has ended the transaction; nothing more can be tried.</exception>
    Task StepAsync(Func<ITarget, Task> step, CancellationToken cancellation);

    /// <summary>
    /// Runs a step against a target that changes nothing: it checks the rules of each upsert and has the server analyse each statement,
    /// without executing it. Queries give no rows.
    /// </summary>
    /// <param name="step">Does the work.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">A rule does not fit; its findings say which.</exception>
    Task PlanAsync(Func<ITarget, Task> step, CancellationToken cancellation);

    /// <summary>The rows that records are about, as they are at this moment of the rehearsal.</summary>
    /// <param name="records">Records, or keys to delete by.</param>
    /// <param name="areKeys">Whether they are keys to delete by.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>
    /// A row for each; <see langword="null"/> where its table or key is not known, because the profile alone knows how it is written.
    /// </returns>
    Task<IReadOnlyList<RowImage?>> RowsAsync(IReadOnlyList<object> records, bool areKeys, CancellationToken cancellation);

    /// <summary>How many rows of which tables the rehearsal has changed so far, those of steps that were taken back included.</summary>
    /// <param name="cancellation">Stops the call.</param>
    Task<IReadOnlyList<TableChange>> ChangesAsync(CancellationToken cancellation);
}

using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Targets;

/// <summary>
/// The images of the rows that runs change, kept in the target beside the rows: each is committed with the change it is of, or not at all.
/// Runs are named by
/// their migration and number.
/// </summary>
public interface IRunImages
{
    /// <summary>
    /// Whether every run keeps them, asked to or not: what was there stays as a whole beside what takes its place, and single rows have
    /// none.
    /// </summary>
    bool KeepsAlways => false;

    /// <summary>Has images kept of all rows that the target's sessions change from here on.</summary>
    /// <param name="migration">The migration's name.</param>
    /// <param name="run">The run's number; one that is resumed goes on with its images.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>What is not covered, a line for each.</returns>
    /// <exception cref="TargetException">The user may not make the tables for them.</exception>
    Task<IReadOnlyList<string>> KeepAsync(string migration, long run, CancellationToken cancellation);

    /// <summary>Ends the keeping of images: removes what was made for it beside the images.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>What was found to be not covered while the run wrote, a line for each.</returns>
    Task<IReadOnlyList<string>> EndAsync(CancellationToken cancellation);

    /// <summary>How much room the images of a run take, in bytes; 0: there are none.</summary>
    /// <param name="migration">The migration's name.</param>
    /// <param name="run">The run's number.</param>
    /// <param name="cancellation">Stops the call.</param>
    Task<long> BytesAsync(string migration, long run, CancellationToken cancellation);

    /// <summary>Deletes the images of a run.</summary>
    /// <param name="migration">The migration's name.</param>
    /// <param name="run">The run's number.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>Whether there were any.</returns>
    Task<bool> ForgetAsync(string migration, long run, CancellationToken cancellation);

    /// <summary>Opens the images of a run, to undo it; the target is this process's alone by then.</summary>
    /// <param name="migration">The migration's name.</param>
    /// <param name="run">The run's number.</param>
    /// <param name="force">Whether rows that others changed since are restored too.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The images; <see langword="null"/>: there are none.</returns>
    /// <exception cref="State.StateException">A table is not what it was when the run changed it.</exception>
    Task<IUndo?> OpenAsync(string migration, long run, bool force, CancellationToken cancellation);
}

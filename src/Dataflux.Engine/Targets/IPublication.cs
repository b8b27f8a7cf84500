using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Targets;

/// <summary>
/// A target that shows what a run wrote when the run is complete, all of it at one moment. One that only adds rows
/// (<see cref="TargetCapabilities.IsAppendOnly"/>) keeps them until then with the part that they come from, see
/// <see cref="ITargetSession.Part"/>.
/// </summary>
public interface IPublication
{
    /// <summary>Told what the user should know while it works.</summary>
    Action<string> Notice
    {
        set
        {
        }
    }

    /// <summary>What it shows rows in, for people, in the singular: <c>file</c>.</summary>
    string Unit => "file";

    /// <summary>What a person does with what is shown, and where it is, for the last line of a run.</summary>
    string Next { get; }

    /// <summary>Whether what one run has shown is not added to, and not replaced: the next run is refused.</summary>
    bool ShowsOnce => false;

    /// <summary>
    /// Begins a run, or goes on with one: what a target that only adds rows has of parts that are not done is forgotten, because those are
    /// read again.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="State.StateException">The rows of parts that are done are gone.</exception>
    /// <exception cref="TargetException">The place belongs to another migration, or what is there cannot be added to.</exception>
    Task BeginAsync(PublishedRun run, CancellationToken cancellation);

    /// <summary>
    /// Shows what the run wrote. Called again after it, or after a process that was killed in it, it changes nothing more.
    /// </summary>
    /// <param name="records">What became of the run's records, those of its earlier processes included.</param>
    /// <param name="step">Told each step behind which the process may end, by a name.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>What the run brought.</returns>
    /// <exception cref="TargetException">The rows cannot be shown, or are not all there.</exception>
    Task<IReadOnlyList<PublishedFile>> PublishAsync(WriteCounts records, Action<string> step, CancellationToken cancellation);

    /// <summary>Lets go of what was kept for it: the run is recorded as complete.</summary>
    /// <param name="cancellation">Stops the call.</param>
    Task EndAsync(CancellationToken cancellation);
}

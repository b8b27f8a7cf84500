using Dataflux.Engine.Sources;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Reporting;

/// <summary>
/// Told what a run does. Called from several threads, never per item; must return quickly and must not throw.
/// </summary>
public interface IMigrationObserver
{
    /// <summary>The state folder is this run's alone from here on, until <see cref="Completed"/> or an exception of the run.</summary>
    void Locked() { }

    /// <summary>The export is open, the target is checked, the state is loaded; work begins.</summary>
    void Started(RunStart start) { }

    /// <summary>A file's first items are being read.</summary>
    void FileStarted(ExportFile file, int number, int of) { }

    /// <summary>Work went on; called a few times per second at most, and when a file is done.</summary>
    /// <param name="total">The accounting so far, files that are not done and earlier, interrupted runs included.</param>
    void Progress(RunCounts total) { }

    /// <summary>A transaction was committed.</summary>
    /// <param name="records">The records in it.</param>
    /// <param name="counts">What happened to them.</param>
    /// <param name="duration">From its first statement to its commit; failed attempts before it are not part of it.</param>
    void BatchWritten(int records, WriteCounts counts, TimeSpan duration) { }

    /// <summary>A file is done and the checkpoint says so.</summary>
    void FileCompleted(ExportFile file, int number, int of, RunCounts counts) { }

    /// <summary>A transient failure; the call is repeated after the delay.</summary>
    void Retrying(string what, Failure failure, int attempt, TimeSpan delay) { }

    /// <summary>Work that failed before succeeded again.</summary>
    void Recovered(string what, int attempts, TimeSpan outage) { }

    /// <summary>Something the user should know.</summary>
    void Notice(string message) { }

    /// <summary>The run ended, whichever way.</summary>
    void Completed(RunSummary summary) { }
}

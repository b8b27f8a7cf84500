using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Reporting;

/// <summary>
/// Told what a run does. Called from several threads, never per item that is not rejected; must return quickly and must not throw.
/// </summary>
public interface IMigrationObserver
{
    /// <summary>The state folder is this run's alone from here on, until <see cref="Completed"/> or an exception of the run.</summary>
    void Locked() { }

    /// <summary>The export is open, the target is checked, the state is loaded; work begins.</summary>
    void Started(RunStart start) { }

    /// <summary>A part's first items are being read.</summary>
    void PartStarted(SourcePart part, int number, int of) { }

    /// <summary>Work went on; called a few times per second at most, and when a part is done.</summary>
    /// <param name="total">The accounting so far, parts that are not done and earlier, interrupted runs included.</param>
    void Progress(RunCounts total) { }

    /// <summary>A transaction was committed.</summary>
    /// <param name="records">The records in it.</param>
    /// <param name="counts">What happened to them.</param>
    /// <param name="duration">From its first statement to its commit; failed attempts before it are not part of it.</param>
    /// <param name="commit">The part of it from its last statement's end to the commit.</param>
    void BatchWritten(int records, WriteCounts counts, TimeSpan duration, TimeSpan commit) { }

    /// <summary>A stage took the next piece of work from its queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="lag">How long the piece had been ready for it.</param>
    void Dequeued(StageQueue queue, TimeSpan lag) { }

    /// <summary>A stage worked on some of a part: a block of lines, or groups that were handed on together.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="duration">How long, without waiting for other stages.</param>
    void Worked(TimedStage stage, TimeSpan duration) { }

    /// <summary>An item, or a group of items, was rejected.</summary>
    /// <param name="stage">Where, as in <see cref="RunCounts.Rejected"/>.</param>
    /// <param name="error">Why.</param>
    /// <param name="items">How many items; negative when an earlier call is taken back, because the part is read again.</param>
    void Rejected(string stage, RejectError error, int items) { }

    /// <summary>A batch waited because of <see cref="Plans.MigrationOptions.MaxRate"/>.</summary>
    void Throttled(TimeSpan waited) { }

    /// <summary>What the run costs the target, where that counts it; called as often as <see cref="Progress"/>.</summary>
    void LoadSeen(TargetLoad load) { }

    /// <summary>The replicas were asked for, because of <see cref="Plans.MigrationOptions.MaxReplicaLag"/>.</summary>
    /// <param name="lag">The one that is furthest behind; <see langword="null"/>: none is connected.</param>
    void ReplicaLagSeen(ReplicaLag? lag) { }

    /// <summary>The writers wait for a replica.</summary>
    /// <param name="lag">The one that is furthest behind.</param>
    /// <param name="longest">The longest lag allowed.</param>
    void Held(ReplicaLag lag, TimeSpan longest) { }

    /// <summary>The writers go on after <see cref="Held"/>.</summary>
    /// <param name="lag">The replica that is furthest behind now; <see langword="null"/>: none is connected any more.</param>
    /// <param name="held">How long they waited.</param>
    void Released(ReplicaLag? lag, TimeSpan held) { }

    /// <summary>A part is done and the checkpoint says so.</summary>
    void PartCompleted(SourcePart part, int number, int of, RunCounts counts) { }

    /// <summary>The rows of a partition are being grouped; all parts were read by then.</summary>
    void PartitionStarted(int number, int of) { }

    /// <summary>A partition is done and the checkpoint says so.</summary>
    void PartitionCompleted(int number, int of, RunCounts counts) { }

    /// <summary>Items that wait for a row that they refer to are tried again.</summary>
    /// <param name="pass">The pass over them, counted from 1.</param>
    /// <param name="items">How many there are.</param>
    void PassStarted(int pass, long items) { }

    /// <summary>They were tried again, and the checkpoint says so.</summary>
    /// <param name="pass">The pass over them, counted from 1.</param>
    /// <param name="counts">What became of them.</param>
    void PassCompleted(int pass, RunCounts counts) { }

    /// <summary>A transient failure; the call is repeated after the delay.</summary>
    void Retrying(string what, Failure failure, int attempt, TimeSpan delay) { }

    /// <summary>Work that failed before succeeded again.</summary>
    void Recovered(string what, int attempts, TimeSpan outage) { }

    /// <summary>Something the user should know.</summary>
    void Notice(string message) { }

    /// <summary>The run ended, whichever way.</summary>
    void Completed(RunSummary summary) { }
}

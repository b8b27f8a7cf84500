using Dataflux.Composing.Output;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Output;

/// <summary>Writes the log of a run.</summary>
/// <param name="log">The log.</param>
/// <param name="fileOnly">Whether a screen that shows the progress in another way is spared the lines about it.</param>
/// <param name="time">Where the time comes from.</param>
internal sealed class RunObserver(RunLog log, bool fileOnly, TimeProvider time) : IMigrationObserver
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(30);

    // Observers are called from several threads; the meter belongs to this lock.
    private readonly Lock _gate = new();
    private ProgressMeter? _meter;
    private long _lastLine;
    private bool _inPhases;
    private string _part = SourceTerms.OfExports.Part;

    public void Started(RunStart start)
    {
        _part = start.Export.Terms.Part;
        log.Info(RunLines.Started(start));
        foreach (var notice in start.Export.Notices)
            log.Warn(notice);

        log.Info(RunLines.Target(start));
        if (start.PartsDone > 0)
            log.Info(RunLines.Resuming(start));
        if (start.Partitions is { } partitions)
            log.Info(RunLines.Partitions(partitions));

        lock (_gate)
        {
            _inPhases = start.Partitions is not null;
            _meter = new ProgressMeter(time, start.Export.ItemCount, Progressed.Before(start));
            _lastLine = time.GetTimestamp();
        }
    }

    public void PartStarted(SourcePart part, int number, int of) => Tell(RunLines.PartStarted(_part, part, number, of));

    public void PartCompleted(SourcePart part, int number, int of, RunCounts counts) =>
        Completed(RunLines.PartCompleted(_part, part, number, of, counts), counts);

    public void PartitionStarted(int number, int of) => Tell(RunLines.PartitionStarted(number, of));

    public void PartitionCompleted(int number, int of, RunCounts counts) =>
        Completed(RunLines.PartitionCompleted(number, of, counts), counts);

    public void PassStarted(int pass, long items) => Tell(RunLines.PassStarted(pass, items));

    public void PassCompleted(int pass, RunCounts counts) => Completed(RunLines.PassCompleted(pass, counts), counts);

    public void Progress(RunCounts total)
    {
        lock (_gate)
        {
            if (_meter is not { } meter)
                return;

            meter.Record(Progressed.Items(total, _inPhases));
            if (time.GetElapsedTime(_lastLine) < BetweenLines)
                return;

            _lastLine = time.GetTimestamp();
            Tell(WorkLines.Progress(meter));
        }
    }

    public void Retrying(string what, Failure failure, int attempt, TimeSpan delay) =>
        log.Warn(RunLines.Retrying(what, failure, attempt, delay));

    public void Recovered(string what, int attempts, TimeSpan outage) => log.Info(RunLines.Recovered(what, attempts, outage));

    public void Held(ReplicaLag lag, TimeSpan longest) => log.Warn(RunLines.Held(lag, longest));

    public void Released(ReplicaLag? lag, TimeSpan held) => log.Info(RunLines.Released(lag, held));

    public void Notice(string message) => log.Warn(message);

    private void Completed(LogText line, RunCounts counts)
    {
        if (counts.RejectedTotal > 0)
            log.WarnEach(line);
        else
            Tell(line);
    }

    private void Tell(LogText line)
    {
        if (fileOnly)
            log.FileOnly(line);
        else
            log.Info(line);
    }
}

using Dataflux.Cli.Output;
using Dataflux.Composing.Output;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Monitoring;

/// <summary>Keeps what is known of a run for everybody who asks: status file, metrics, dashboard and report.</summary>
internal sealed class RunMonitor : IMigrationObserver
{
    private const int MostFiles = 2_000;
    private const int MostRetries = 200;

    // Observers are called from several threads; everything below belongs to this lock.
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly RunLog _log;
    private readonly Throughput _throughput = new();
    private readonly Queue<FileEntry> _files = [];
    private readonly Queue<RetryEntry> _retries = [];
    private readonly SortedDictionary<int, (string Name, long At)> _open = [];
    private ProgressMeter? _meter;
    private RunCounts _live = new();
    private RunStatus _status;

    internal RunMonitor(Definition definition, RunLog log, TimeProvider time)
    {
        _time = time;
        _log = log;
        _status = new RunStatus
        {
            Name = definition.Name,
            Definition = definition.Path,
            Phase = RunPhase.Running,
            Pid = Environment.ProcessId,
            Process = ProcessIdentity.Of(Environment.ProcessId),
            StartedAt = time.GetUtcNow(),
            UpdatedAt = time.GetUtcNow(),
            LogFile = log.File,
        };
        Pressure = new PressureMonitor(definition.Migration, time);
        Rejects = new RejectCounts(definition.StateFolder);
        Observer = new Observers([Pressure, Times, Rejects, this]);
    }

    /// <summary>What the engine tells this monitor and its parts.</summary>
    internal IMigrationObserver Observer { get; }

    private PressureMonitor Pressure { get; }

    private StageTimes Times { get; } = new();

    private RejectCounts Rejects { get; }

    /// <summary>Changes what the run's surroundings know.</summary>
    internal void Set(Func<RunStatus, RunStatus> change)
    {
        lock (_gate)
            _status = change(_status);
    }

    /// <summary>The run now.</summary>
    internal RunStatus Status()
    {
        lock (_gate)
            return Now();
    }

    /// <summary>What metrics are read from: the accounting has everything this process did, in files that are not done too.</summary>
    internal RunFigures Figures()
    {
        lock (_gate)
        {
            return new RunFigures(
                Now(),
                _live,
                Times.Snapshot(),
                [.. Rejects.ByCode().Select(count => (_log.Redact(count.Stage), _log.Redact(count.Reason), count.Items))]);
        }
    }

    /// <summary>Everything the run's page shows.</summary>
    internal RunPicture Picture()
    {
        var log = _log.Tail();
        var reasons = Rejects.MostFrequent().Select(Redacted).ToList();
        lock (_gate)
            return new RunPicture(Now(), _throughput.Snapshot(), Times.Snapshot().Entries(), reasons, [.. _files], [.. _retries], log);
    }

    /// <summary>Takes a point of the run over time; called about once a second.</summary>
    internal void Tick()
    {
        lock (_gate)
            TakePoint(last: false);
    }

    /// <summary>The run ended with an error before or instead of a summary.</summary>
    internal void Failed(string message, RunPhase phase, int exitCode)
    {
        Pressure.End();
        lock (_gate)
        {
            _status = WithError(message) with { Phase = phase, ExitCode = exitCode, Waiting = null, Stopping = false };
            TakePoint(last: true);
        }
    }

    public void Started(RunStart start)
    {
        lock (_gate)
        {
            _meter = new ProgressMeter(_time, start.Export.ItemCount, Progressed.Before(start));
            _live = _live with { Items = start.ItemsDone };
            _status = _status with
            {
                Export = _log.Redact(start.Export.Location),
                Target = _log.Redact(start.Target),
                Run = start.Run,
                FileCalled = start.Export.Terms.Part == SourceTerms.OfExports.Part ? null : start.Export.Terms.Part,
                Files = start.Export.Parts.Count,
                FilesDone = start.PartsDone,
                Partitions = start.Partitions,
                PartitionsDone = start.PartitionsDone,
                ItemsTotal = start.Export.ItemCount,
                Backlog = start.Export.Backlog,
                Waiting = null,
            };
            TakePoint(last: true);
        }
    }

    public void PartStarted(SourcePart part, int number, int of)
    {
        lock (_gate)
            _open[number] = (_log.Redact(part.ShortName), _time.GetTimestamp());
    }

    public void Progress(RunCounts total)
    {
        lock (_gate)
        {
            _live = total;
            _meter?.Record(Progressed.Items(total, _status.Partitions is not null));
        }
    }

    public void BatchWritten(int records, WriteCounts counts, TimeSpan duration, TimeSpan commit)
    {
        lock (_gate)
        {
            if (_status.Waiting is not null)
                _status = _status with { Waiting = null };
        }
    }

    public void PartCompleted(SourcePart part, int number, int of, RunCounts counts)
    {
        lock (_gate)
        {
            _status = _status with { FilesDone = _status.FilesDone + 1 };
            var seconds = _open.Remove(number, out var open) ? _time.GetElapsedTime(open.At).TotalSeconds : 0;
            if (_files.Count == MostFiles)
                _files.Dequeue();

            _files.Enqueue(
                new FileEntry(
                    number, _log.Redact(part.ShortName), counts.Items, counts.Kept, counts.SkippedTotal, counts.RejectedTotal, seconds));
        }
    }

    public void PartitionCompleted(int number, int of, RunCounts counts) => Set(status => status with { PartitionsDone = number });

    public void Retrying(string what, Failure failure, int attempt, TimeSpan delay)
    {
        what = _log.Redact(what);
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var message = _log.Redact(failure.Code is { } code ? $"{failure.Message} ({code})" : failure.Message);
            _status = WithError($"{what} failed: {message}") with
            {
                Retries = _status.Retries + 1,
                Waiting = new RunWait(what, message, attempt + 1, now + delay),
            };
            if (_retries.Count == MostRetries)
                _retries.Dequeue();

            _retries.Enqueue(new RetryEntry(now, what, message, attempt, delay.TotalSeconds));
        }
    }

    public void Recovered(string what, int attempts, TimeSpan outage) => Set(status => status with { Waiting = null });

    public void Completed(RunSummary summary)
    {
        Pressure.End();
        lock (_gate)
        {
            _status = (summary.Error is { } error ? WithError(error) : _status) with
            {
                Phase = Enum.Parse<RunPhase>(summary.Outcome.ToString()),
                ExitCode = summary.ExitCode,
                Ending = summary.Outcome == RunOutcome.Complete ? CompleteText.Of(summary) : null,
                FilesDone = summary.PartsDone,
                PartitionsDone = summary.PartitionsDone ?? 0,
                Counts = summary.Counts,
                Seconds = summary.Elapsed.TotalSeconds,
                MeanItemsPerSecond = summary.ItemsPerSecond,
                Waited = summary.Waited,
                Stopping = false,
                Waiting = null,
            };
            TakePoint(last: true);
        }
    }

    private RejectReason Redacted(RejectReason reason) => reason with
    {
        Stage = _log.Redact(reason.Stage),
        Message = _log.Redact(reason.Message),
        Code = Redacted(reason.Code),
        Table = Redacted(reason.Table),
        Column = Redacted(reason.Column),
        Constraint = Redacted(reason.Constraint),
    };

    private RejectReportEntry Redacted(RejectReportEntry entry) => new(
        Redacted(entry.Reason),
        [.. entry.Examples.Select(example => example with { Key = Redacted(example.Key), Message = _log.Redact(example.Message) })]);

    private string? Redacted(string? text) => text is null ? null : _log.Redact(text);

    private RunStatus WithError(string message) => _status with { LastError = _log.Redact(message), LastErrorAt = _time.GetUtcNow() };

    private RunStatus Now()
    {
        var runs = _status.Phase == RunPhase.Running;
        return _status with
        {
            Pressure = Pressure.Now(),
            UpdatedAt = _time.GetUtcNow(),
            Counts = runs ? _live : _status.Counts,
            CurrentFiles = runs ? [.. _open.Values.Select(file => file.Name)] : [],
            ItemsPerSecond = runs ? Math.Round(_meter?.Rate ?? 0, 1) : 0,
            SecondsLeft = runs ? _meter?.Remaining?.TotalSeconds : null,
        };
    }

    private void TakePoint(bool last) => _throughput.Add(
        new ThroughputPoint(
            Math.Round((_time.GetUtcNow() - _status.StartedAt).TotalSeconds, 2),
            _live.Items,
            _live.Kept,
            _live.RejectedTotal,
            _status.Retries),
        last);
}

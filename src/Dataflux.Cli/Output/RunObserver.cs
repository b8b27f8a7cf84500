using Dataflux.Engine;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;

namespace Dataflux.Cli.Output;

/// <summary>Makes a run visible: log lines always, and on a terminal a status line instead of a line per file.</summary>
/// <param name="name">The migration's name.</param>
/// <param name="log">The log.</param>
/// <param name="screen">The screen.</param>
/// <param name="verbosity">How much the screen shows.</param>
/// <param name="time">Where the time comes from.</param>
internal sealed class RunObserver(string name, RunLog log, Screen screen, Verbosity verbosity, TimeProvider time) : IMigrationObserver
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(30);

    // Observers are called from several threads; the meter and what is shown belong to this lock.
    private readonly Lock _gate = new();
    private ProgressMeter? _meter;
    private long _lastLine;
    private bool _ended;
    private string _file = "";
    private string _progress = "";
    private (string What, Failure Failure, long Since, TimeSpan Delay)? _waiting;

    private bool ShowsStatus => screen.HasStatus && verbosity != Verbosity.Quiet && log.Format == LogFormat.Text;

    /// <inheritdoc/>
    public void Started(RunStart start)
    {
        log.Info(RunLines.Started(start));
        foreach (var notice in start.Export.Notices)
        {
            log.Warn(notice);
        }

        log.Info(RunLines.Target(start));
        if (start.FilesDone > 0)
            log.Info(RunLines.Resuming(start));

        lock (_gate)
        {
            _meter = new ProgressMeter(time, start.Export.ItemCount, start.ItemsDone);
            _lastLine = time.GetTimestamp();
        }
    }

    /// <inheritdoc/>
    public void FileStarted(ExportFile file, int number, int of)
    {
        PerFile(RunLines.FileStarted(file, number, of));
        lock (_gate)
        {
            _file = $"file {Figures.Count(number)}/{Figures.Count(of)}";
        }
    }

    /// <inheritdoc/>
    public void FileCompleted(ExportFile file, int number, int of, RunCounts counts)
    {
        var line = RunLines.FileCompleted(file, number, of, counts);
        if (counts.RejectedTotal > 0)
            log.WarnEach(line);
        else
            PerFile(line);
    }

    /// <inheritdoc/>
    public void Progress(RunCounts total)
    {
        lock (_gate)
        {
            if (_meter is not { } meter)
                return;

            meter.Record(total.Items);
            _progress = $"{RunLines.Progress(meter)}{(total.RejectedTotal > 0 ? $", {Figures.Count(total.RejectedTotal)} rejected" : "")}";
            ShowStatus();

            if (time.GetElapsedTime(_lastLine) < BetweenLines)
                return;

            _lastLine = time.GetTimestamp();
            PerFile(RunLines.Progress(meter));
        }
    }

    /// <inheritdoc/>
    public void Retrying(string what, Failure failure, int attempt, TimeSpan delay)
    {
        log.Warn(RunLines.Retrying(what, failure, attempt, delay));
        lock (_gate)
        {
            _waiting = (what, failure, time.GetTimestamp(), delay);
            ShowStatus();
        }
    }

    /// <inheritdoc/>
    public void Recovered(string what, int attempts, TimeSpan outage)
    {
        log.Info(RunLines.Recovered(what, attempts, outage));
        lock (_gate)
        {
            _waiting = null;
            ShowStatus();
        }
    }

    /// <summary>Shows how the wait between two attempts goes on; called about once a second.</summary>
    internal void Tick()
    {
        lock (_gate)
        {
            if (_waiting is not null && !_ended)
                ShowStatus();
        }
    }

    /// <inheritdoc/>
    public void Notice(string message) => log.Warn(message);

    /// <inheritdoc/>
    public void Completed(RunSummary summary) => EndStatus();

    /// <summary>Takes the status line away for good.</summary>
    internal void EndStatus()
    {
        lock (_gate)
        {
            _ended = true;
            screen.Status(null);
        }
    }

    private void ShowStatus()
    {
        if (!ShowsStatus || _ended)
            return;

        var now = _waiting is { } wait
            ? RunLines.Waiting(wait.What, wait.Failure, wait.Delay - time.GetElapsedTime(wait.Since))
            : _progress;
        screen.Status($"{name}  {log.Redact(now)}  {_file}");
    }

    // A terminal shows these in its status line, unless everything is wanted.
    private void PerFile(string line)
    {
        if (ShowsStatus && verbosity == Verbosity.Normal)
            log.FileOnly(line);
        else
            log.Info(line);
    }
}

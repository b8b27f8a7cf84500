using Dataflux.Cli.Output;
using Dataflux.Composing.Output;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;

namespace Dataflux.Cli.Monitoring;

/// <summary>
/// Everything that watches a run, and its end: log lines, the progress on a terminal and <c>status.json</c> once a second. The state
/// folder is written to only while it is this run's own, or nobody's.
/// </summary>
internal sealed class WatchedRun : IMigrationObserver, IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Lock _writing = new();
    private readonly Definition _definition;
    private readonly RunLog _log;
    private readonly LiveProgress? _live;
    private readonly TimeProvider _time;
    private readonly ScriptWatch _scripts;
    private readonly ITimer _timer;
    private volatile bool _locked;
    private volatile bool _wasLocked;

    internal WatchedRun(Definition definition, RunLog log, Screen screen, RunView view, TimeProvider time, ScriptWatch scripts)
    {
        _definition = definition;
        _log = log;
        _time = time;
        _scripts = scripts;
        Monitor = new RunMonitor(definition, log, time);
        _live = screen.HasBlock && view.Verbosity != Verbosity.Quiet && log.Format == LogFormat.Text
            ? new LiveProgress(screen, Monitor, time)
            : null;
        var lines = new RunObserver(log, fileOnly: _live is not null && view.Verbosity == Verbosity.Normal, time);
        Observer = new Observers(_live is null ? [Monitor.Observer, lines, this] : [Monitor.Observer, lines, _live, this]);
        _timer = time.CreateTimer(_ => Tick(), null, Second, Second);
    }

    /// <summary>What is known of the run.</summary>
    internal RunMonitor Monitor { get; }

    /// <summary>What the engine tells.</summary>
    internal IMigrationObserver Observer { get; }

    public void Locked()
    {
        _locked = _wasLocked = true;
        WriteStatus();
    }

    public void Started(RunStart start) => WriteStatus();

    public void Completed(RunSummary summary) => WriteStatus();

    /// <summary>A stop was asked for.</summary>
    internal void Stopping()
    {
        Monitor.Set(status => status with { Stopping = true });
        if (_locked)
            WriteStatus();
    }

    /// <summary>Draws the progress of this moment.</summary>
    internal void DrawProgress() => _live?.Draw();

    /// <summary>Nothing more is drawn over: the last lines follow.</summary>
    internal void EndProgress() => _live?.End();

    /// <summary>The process is about to end with this code.</summary>
    internal void Ended(int exitCode)
    {
        Monitor.Set(status => status with { ExitCode = exitCode });
        WriteLast();
        WriteReport();
    }

    /// <summary>The run ended without a summary.</summary>
    internal void Failed(string message, int exitCode, RunPhase phase = RunPhase.Failed)
    {
        Monitor.Failed(message, phase, exitCode);
        WriteLast();
        WriteReport();
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Tick()
    {
        Monitor.Tick();
        DrawProgress();
        _log.CountRepeated();
        foreach (var overdue in _scripts.Overdue(_time))
            _log.WarnEach(overdue);

        if (_locked)
            WriteStatus();
    }

    // The lock is given back by now: another process may hold it already, and then the status is its own.
    private void WriteLast()
    {
        _locked = false;
        if (LockHolder.Read(_definition.StateFolder) is not { } holder || !holder.IsRunning())
            WriteStatus();
    }

    private void WriteReport()
    {
        // Only of a run that had the state folder: one that was refused must not replace the page of the one that has it.
        if (!_wasLocked)
            return;

        var path = Path.Combine(_definition.StateFolder, RunPage.FileName);
        try
        {
            PrivateFile.Replace(path, RunPage.Of(Monitor.Picture(), live: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.Warn(RunLines.ReportFailed(path, e));
        }
    }

    private void WriteStatus()
    {
        lock (_writing)
            StatusFile.Write(_definition.StateFolder, Monitor.Status());
    }
}

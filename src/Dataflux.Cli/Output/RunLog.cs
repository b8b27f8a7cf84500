using Dataflux.Composing.Output;
using Dataflux.Definitions;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Dataflux.Cli.Output;

/// <summary>
/// The log of a run: <c>run.log</c> gets everything, the screen what was asked for. Secrets are struck out of every line.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private const int TailLines = 200;

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = new(TailLines);
    private readonly RepeatedWarnings _repeated;
    private readonly ITextFormatter _line;
    private readonly Logger _file;
    private readonly Logger _screen;
    private readonly TimeProvider _time;
    private readonly Secrets _secrets;

    /// <summary>Opens a log; lines are added to a file that is already there.</summary>
    /// <param name="name">The migration's name.</param>
    /// <param name="file">The file; its folder is made.</param>
    /// <param name="screen">The screen.</param>
    /// <param name="verbosity">What the screen gets.</param>
    /// <param name="secrets">The texts that must never be shown.</param>
    /// <param name="time">Where the time comes from.</param>
    /// <param name="format">The lines' form, in the file and on the screen.</param>
    /// <param name="known">What must never be shown besides.</param>
    internal RunLog(
        string name, string file, Screen screen, Verbosity verbosity, IReadOnlyList<string> secrets, TimeProvider time,
        LogFormat format = LogFormat.Text,
        Secrets? known = null)
    {
        _time = time;
        _repeated = new RepeatedWarnings(time);
        _secrets = known ?? new Secrets();
        _secrets.Add(secrets);
        File = file;
        Format = format;
        _line = format == LogFormat.Json ? new JsonLogLine(name) : new LogLine(name);
        _file = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(new LogFile(file, _line)).CreateLogger();
        _screen = new LoggerConfiguration().MinimumLevel.Is(LevelOf(verbosity)).WriteTo
            .Sink(new ScreenSink(screen, format == LogFormat.Json ? _line : new LogLine(name, onScreen: true))).CreateLogger();
    }

    /// <summary>The lines' form.</summary>
    internal LogFormat Format { get; }

    /// <summary>The file.</summary>
    internal string File { get; }

    /// <summary>What is of no interest unless someone asks.</summary>
    internal void Debug(LogText text) => Write(LogEventLevel.Debug, text);

    /// <summary>What a person wants to know.</summary>
    internal void Info(LogText text) => Write(LogEventLevel.Information, text);

    /// <summary>What a person should know. Of warnings that come in masses the first few are written, then their count.</summary>
    internal void Warn(LogText text)
    {
        bool admitted;
        lock (_gate)
            admitted = _repeated.Admit(text.ToString());

        if (admitted)
            WarnEach(text);
    }

    /// <summary>A warning that is never left out.</summary>
    internal void WarnEach(LogText text) => Write(LogEventLevel.Warning, text);

    /// <summary>What ended the run.</summary>
    internal void Error(LogText text) => Write(LogEventLevel.Error, text);

    /// <summary>A line that the screen has in another form.</summary>
    internal void FileOnly(LogText text) => WriteToFile(LogEventLevel.Information, text);

    /// <summary>The text without secrets.</summary>
    internal string Redact(string text) => _secrets.Strike(text);

    /// <summary>Writes how many warnings were left out; called about once a second.</summary>
    /// <param name="all">Those of the last seconds too: the run ends.</param>
    internal void CountRepeated(bool all = false)
    {
        IReadOnlyList<(int Count, string Last)> due;
        lock (_gate)
            due = _repeated.Due(all);

        foreach (var (count, last) in due)
            WarnEach(RunLines.Repeated(count, last));
    }

    /// <summary>The last lines of the file that this process wrote.</summary>
    internal IReadOnlyList<string> Tail()
    {
        lock (_gate)
            return [.. _tail];
    }

    public void Dispose()
    {
        CountRepeated(all: true);
        _screen.Dispose();
        _file.Dispose();
    }

    private static LogEventLevel LevelOf(Verbosity verbosity) => verbosity switch
    {
        Verbosity.Quiet => LogEventLevel.Warning,
        Verbosity.Normal => LogEventLevel.Information,
        _ => LogEventLevel.Debug,
    };

    private void Write(LogEventLevel level, LogText text) => _screen.Write(WriteToFile(level, text));

    // The time is ours, so that tests know it.
    private LogEvent WriteToFile(LogEventLevel level, LogText text)
    {
        var written = text.ToEvent(_time.GetUtcNow(), level, Redact);
        _file.Write(written);
        Remember(written);
        return written;
    }

    private void Remember(LogEvent written)
    {
        using var text = new StringWriter();
        _line.Format(written, text);
        lock (_gate)
        {
            if (_tail.Count == TailLines)
                _tail.Dequeue();

            _tail.Enqueue(text.ToString().TrimEnd('\n'));
        }
    }
}

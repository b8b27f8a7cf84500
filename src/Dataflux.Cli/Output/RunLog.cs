using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Dataflux.Cli.Output;

/// <summary>The log of a run: <c>run.log</c> gets everything, the screen what was asked for. Secrets are struck out of every line.</summary>
internal sealed class RunLog : IDisposable
{
    // A one-letter password would strike out the text itself.
    private const int ShortestSecret = 4;

    private readonly Logger _file;
    private readonly Logger _screen;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<string> _secrets;

    /// <summary>Opens a log; lines are added to a file that is already there.</summary>
    /// <param name="name">The migration's name.</param>
    /// <param name="file">The file; its folder is made.</param>
    /// <param name="screen">The screen.</param>
    /// <param name="verbosity">What the screen gets.</param>
    /// <param name="secrets">The texts that must never be shown.</param>
    /// <param name="time">Where the time comes from.</param>
    internal RunLog(string name, string file, Screen screen, Verbosity verbosity, IReadOnlyList<string> secrets, TimeProvider time)
    {
        _time = time;
        _secrets = secrets;
        File = file;
        var line = new LogLine(name);

        // Shared, because a logDir may serve several migrations at once.
        _file = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.File(line, file, fileSizeLimitBytes: null, shared: true).CreateLogger();
        _screen = new LoggerConfiguration().MinimumLevel.Is(LevelOf(verbosity)).WriteTo.Sink(new ScreenSink(screen, line)).CreateLogger();
    }

    /// <summary>The file.</summary>
    internal string File { get; }

    /// <summary>What is of no interest unless someone asks.</summary>
    internal void Debug(string text) => Write(LogEventLevel.Debug, text);

    /// <summary>What a person wants to know.</summary>
    internal void Info(string text) => Write(LogEventLevel.Information, text);

    /// <summary>What a person should know.</summary>
    internal void Warn(string text) => Write(LogEventLevel.Warning, text);

    /// <summary>What ended the run.</summary>
    internal void Error(string text) => Write(LogEventLevel.Error, text);

    /// <summary>A line that the screen has in another form.</summary>
    internal void FileOnly(string text) => Write(_file, LogEventLevel.Information, text);

    /// <summary>The text without secrets.</summary>
    internal string Redact(string text)
    {
        foreach (var secret in _secrets)
        {
            if (secret.Length >= ShortestSecret)
                text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _screen.Dispose();
        _file.Dispose();
    }

    private static LogEventLevel LevelOf(Verbosity verbosity) => verbosity switch
    {
        Verbosity.Quiet => LogEventLevel.Warning,
        Verbosity.Normal => LogEventLevel.Information,
        _ => LogEventLevel.Debug,
    };

    private void Write(LogEventLevel level, string text)
    {
        Write(_file, level, text);
        Write(_screen, level, text);
    }

    // The text is one token, so that braces in it mean nothing; the time is ours, so that tests know it.
    private void Write(Logger logger, LogEventLevel level, string text)
    {
        var redacted = Redact(text);
        logger.Write(new LogEvent(_time.GetUtcNow(), level, exception: null, new MessageTemplate(redacted, [new TextToken(redacted)]), []));
    }
}

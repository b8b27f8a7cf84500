using System.Globalization;
using Dataflux.Definitions.Ground;
using Serilog.Events;
using Serilog.Formatting;

namespace Dataflux.Cli.Output;

/// <summary>
/// The one form of a log line: <c>2024-01-15T10:30:00.000Z INFO [pictures] Processing file [3/42]: export-001.json.gz</c>.
/// </summary>
/// <param name="name">The migration's name.</param>
/// <param name="onScreen">For a screen, where a message may have several lines; in a file one event is one line.</param>
internal sealed class LogLine(string name, bool onScreen = false) : ITextFormatter
{
    internal const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture));
        var text = LogText.TextOf(logEvent);
        output.Write($" {NameOf(logEvent.Level)} [{name}] {(onScreen ? Printable.Message(text) : Printable.Line(text))}\n");
    }

    internal static string NameOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => "DEBUG",
        LogEventLevel.Information => "INFO",
        LogEventLevel.Warning => "WARN",
        _ => "ERROR",
    };
}

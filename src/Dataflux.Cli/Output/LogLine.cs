using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Dataflux.Cli.Output;

/// <summary>The one form of a log line: <c>2024-01-15T10:30:00.000Z INFO [pictures] Processing file [3/42]: export-001.json.gz</c>.</summary>
/// <param name="name">The migration's name.</param>
internal sealed class LogLine(string name) : ITextFormatter
{
    internal const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture));
        output.Write($" {NameOf(logEvent.Level)} [{name}] {logEvent.MessageTemplate.Text}\n");
    }

    internal static string NameOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => "DEBUG",
        LogEventLevel.Information => "INFO",
        LogEventLevel.Warning => "WARN",
        _ => "ERROR",
    };
}

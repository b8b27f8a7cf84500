using System.Globalization;
using System.Text.Json;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Serilog.Events;
using Serilog.Formatting;

namespace Dataflux.Cli.Output;

/// <summary>
/// A log line as one JSON object: <c>{"time":"2024-01-15T10:30:00.000Z","level":"INFO","migration":"pictures","message":"…"}</c>.
/// </summary>
/// <param name="name">The migration's name.</param>
internal sealed class JsonLogLine(string name) : ITextFormatter
{
    private static readonly JsonLogEntryJson Form =
        new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = PrintableJson.Encoder });

    public void Format(LogEvent logEvent, TextWriter output)
    {
        // What JSON lets pass raw, such as marks of direction, becomes an escape of JSON.
        output.Write(Printable.Line(JsonSerializer.Serialize(
            new JsonLogEntry(
                Time: logEvent.Timestamp.UtcDateTime.ToString(LogLine.TimeForm, CultureInfo.InvariantCulture),
                Level: LogLine.NameOf(logEvent.Level),
                Migration: name,
                Message: logEvent.MessageTemplate.Text),
            Form.JsonLogEntry)));
        output.Write('\n');
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Serilog.Events;
using Serilog.Formatting;

namespace Dataflux.Cli.Output;

/// <summary>
/// A log line as one JSON object: <c>{"time":"2024-01-15T10:30:00.000Z","level":"INFO","migration":"pictures","message":"…"}</c>, with
/// the fields of the message behind it.
/// </summary>
/// <remarks>Not Serilog's compact form: its names (<c>@t</c>, <c>@m</c>) are others than those that readers of logs rely on.</remarks>
/// <param name="name">The migration's name.</param>
internal sealed class JsonLogLine(string name) : ITextFormatter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = PrintableJson.Encoder };

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", logEvent.Timestamp.UtcDateTime.ToString(LogLine.TimeForm, CultureInfo.InvariantCulture));
            json.WriteString("level", LogLine.NameOf(logEvent.Level));
            json.WriteString("migration", name);
            json.WriteString("message", LogText.TextOf(logEvent));
            foreach (var (field, value) in logEvent.Properties)
            {
                json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(field));
                Write(json, value is ScalarValue scalar ? scalar.Value : value);
            }

            json.WriteEndObject();
        }

        // What JSON lets pass raw, such as marks of direction, becomes an escape of JSON.
        output.Write(Printable.Line(Encoding.UTF8.GetString(line.GetBuffer().AsSpan(0, (int)line.Length))));
        output.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case Counted counted:
                json.WriteNumberValue(counted.Value);
                break;
            case TimeSpan time:
                json.WriteNumberValue(time.TotalSeconds);
                break;
            case DateTime moment:
                json.WriteStringValue(moment);
                break;
            case int or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}

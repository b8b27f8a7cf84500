using System.Globalization;
using Serilog.Events;
using Serilog.Parsing;

namespace Dataflux.Cli.Output;

/// <summary>What a line of the log says: a sentence for people, and what it names as fields for programs.</summary>
/// <param name="Template">The sentence, with the names of fields in braces as Serilog has them.</param>
/// <param name="Fields">The fields, those that the sentence does not name too.</param>
internal sealed record LogText(string Template, params (string Name, object? Value)[] Fields)
{
    private static readonly MessageTemplateParser Parser = new();

    /// <summary>Whether the sentence is what somebody else said: braces in it mean nothing.</summary>
    private bool IsText { get; init; }

    public static implicit operator LogText(string text) => new(text) { IsText = true };

    /// <summary>A sentence of somebody else with fields.</summary>
    internal static LogText For(string text, params (string Name, object? Value)[] fields) => new(text, fields) { IsText = true };

    /// <summary>
    /// The line as an event. Secrets are struck out of the fields and, should one appear only there, out of the whole sentence.
    /// </summary>
    internal LogEvent ToEvent(DateTimeOffset time, LogEventLevel level, Func<string, string> redact)
    {
        var fields = Fields.Where(static field => field.Value is not null)
            .Select(field => new LogEventProperty(field.Name, new ScalarValue(field.Value is string text ? redact(text) : field.Value)))
            .ToList();
        var written = new LogEvent(time, level, exception: null, IsText ? Text(redact(Template)) : Parser.Parse(Template), fields);
        var message = TextOf(written);
        var redacted = redact(message);
        return redacted == message ? written : new LogEvent(time, level, exception: null, Text(redacted), fields);
    }

    /// <summary>The sentence of an event.</summary>
    internal static string TextOf(LogEvent written) => written.RenderMessage(CultureInfo.InvariantCulture);

    public override string ToString() => TextOf(ToEvent(default, LogEventLevel.Information, static text => text));

    private static MessageTemplate Text(string text) => new(text, [new TextToken(text)]);
}

using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Dataflux.Authoring.Sampling;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rehearsing;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Tracing;

namespace Dataflux.Authoring.Trying;

/// <summary>
/// Writes the answer of <c>dataflux try</c> for programs; <c>docs/profiles.md</c> describes it. What is not there is left out.
/// </summary>
/// <param name="json">Where to.</param>
internal sealed class TryReport(Utf8JsonWriter json)
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = PrintableJson.Encoder, SkipValidation = true };

    /// <summary>The whole document.</summary>
    internal static string Of(string definition, string target, TracedSample sample, RehearsalResult result)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            new TryReport(writer).Write(definition, target, sample, result);

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void Write(string definition, string target, TracedSample sample, RehearsalResult result)
    {
        json.WriteStartObject();
        json.WriteString("definition", definition);
        json.WriteString("source", sample.Export.Location);
        json.WriteString("target", target);
        json.WriteBoolean("written", false);
        WriteList("items", sample.Trace.Items, Write);
        WriteList("groups", sample.Trace.Parts.SelectMany(static part => part.Groups.Select(group => (part.Name, group))), Write);
        WriteList("wouldDo", result.Rows, Write);
        WriteList("wouldReject", result.Rejected, WriteReject);
        WriteList("wouldChange", result.Tables, table =>
        {
            json.WriteString("table", table.Table);
            json.WriteNumber("inserted", table.Inserted);
            json.WriteNumber("updated", table.Updated);
            json.WriteNumber("deleted", table.Deleted);
        });
        json.WriteNumber("recordsOfUnknownRows", result.Untold);
        json.WriteEndObject();
    }

    private void Write(TracedItem item)
    {
        json.WriteString("file", item.Part);
        json.WriteNumber("line", item.Line);
        json.WritePropertyName("item");
        WriteOriginal(item);
        if (item.Row is { } row)
            WriteRaw("row", row);

        WriteText("skippedBy", item.SkippedBy);
        if (item.Rejected is { } rejected)
        {
            json.WriteStartObject("rejected");
            WriteReject(rejected);
            json.WriteEndObject();
        }

        if (item.DeletedKeys.Count > 0)
            WriteList("deletes", item.DeletedKeys, WriteTyped);
    }

    private void Write((string File, TracedGroup Group) of)
    {
        json.WriteString("file", of.File);
        WriteText("key", of.Group.Key);
        WriteLines(of.Group.Items.Select(static item => item.Line));
        json.WriteStartArray("rows");
        foreach (var row in of.Group.Rows)
            json.WriteRawValue(RecordText.Of(row), skipInputValidation: true);

        json.WriteEndArray();
        WriteList("records", of.Group.Records, WriteTyped);
    }

    private void Write(RehearsedRow row)
    {
        json.WriteString("would", row.Fate.ToString().ToLowerInvariant());
        json.WriteString("table", row.Before.Table);
        json.WriteString("key", row.Before.Key);
        if (row.Fate == RowFate.Insert)
        {
            json.WriteStartObject("row");
            foreach (var (column, value) in row.After.Columns!)
                json.WriteString(column, value);

            json.WriteEndObject();
        }

        if (row.Fate == RowFate.Update)
        {
            WriteList("changes", row.Changes, change =>
            {
                json.WriteString("column", change.Column);
                json.WriteString("old", change.Old);
                json.WriteString("new", change.New);
            });
        }
    }

    private void WriteReject(Reject reject)
    {
        json.WriteString("file", reject.Part);
        WriteLines(reject.Lines);
        json.WriteString("stage", reject.Stage);
        json.WriteString("message", reject.Error.Message);
        WriteText("code", reject.Error.Code);
        WriteText("table", reject.Error.Table);
        WriteText("column", reject.Error.Column);
        WriteText("constraint", reject.Error.Constraint);
        WriteText("key", reject.Key);
    }

    private void WriteTyped(object record)
    {
        json.WriteString("type", record.GetType().Name);
        WriteRaw("values", record);
    }

    // As it stands in the export: what a reader makes of odd characters in it is the reader's choice.
    private void WriteOriginal(TracedItem item)
    {
        if (item.Item is not null)
            json.WriteRawValue(item.Original.Span, skipInputValidation: true);
        else if (Utf8.IsValid(item.Original.Span))
            json.WriteStringValue(item.Original.Span);
        else
            json.WriteBase64StringValue(item.Original.Span);
    }

    private void WriteRaw(string name, object value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(RecordText.Of(value), skipInputValidation: true);
    }

    private void WriteText(string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private void WriteLines(IEnumerable<long> lines)
    {
        json.WriteStartArray("lines");
        foreach (var line in lines)
            json.WriteNumberValue(line);

        json.WriteEndArray();
    }

    private void WriteList<T>(string name, IEnumerable<T> values, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStartObject();
            write(value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

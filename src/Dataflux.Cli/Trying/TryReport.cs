using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Dataflux.Cli.Sampling;
using Dataflux.Engine.Rehearsing;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Tracing;

namespace Dataflux.Cli.Trying;

/// <summary>The answer of <c>dataflux try</c> for programs; <c>docs/profiles.md</c> describes it.</summary>
/// <param name="document">The document.</param>
internal sealed class TryReport(JsonObject document)
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the document.</summary>
    internal static TryReport Of(string definition, string target, TracedSample sample, RehearsalResult result) => new(new JsonObject
    {
        ["definition"] = definition,
        ["source"] = sample.Export.Location,
        ["target"] = target,
        ["written"] = false,
        ["items"] = List(sample.Trace.Items.Select(Of)),
        ["groups"] = List(sample.Trace.Files.SelectMany(static file => file.Groups.Select(group => Of(file.Name, group)))),
        ["wouldDo"] = List(result.Rows.Select(Of)),
        ["wouldReject"] = List(result.Rejected.Select(Of)),
        ["wouldChange"] = List(result.Tables.Select(static table => (JsonNode)new JsonObject
        {
            ["table"] = table.Table,
            ["inserted"] = table.Inserted,
            ["updated"] = table.Updated,
            ["deleted"] = table.Deleted,
        })),
        ["recordsOfUnknownRows"] = result.Untold,
    });

    /// <summary>The document as text.</summary>
    internal string ToJson() => document.ToJsonString(Options);

    private static JsonObject Of(TracedItem item) => Without(new JsonObject
    {
        ["file"] = item.File,
        ["line"] = item.Line,
        ["item"] = item.Item is null ? Malformed(item) : JsonNode.Parse(item.Original.Span),
        ["row"] = item.Row is { } row ? Json(row) : null,
        ["skippedBy"] = item.SkippedBy,
        ["rejected"] = item.Rejected is { } rejected ? Of(rejected) : null,
        ["deletes"] = item.DeletedKeys.Count == 0 ? null : List(item.DeletedKeys.Select(Typed)),
    });

    private static JsonObject Of(string file, TracedGroup group) => Without(new JsonObject
    {
        ["file"] = file,
        ["key"] = group.Key,
        ["lines"] = Lines(group.Items.Select(static item => item.Line)),
        ["rows"] = List(group.Rows.Select(Json)),
        ["records"] = List(group.Records.Select(Typed)),
    });

    private static JsonObject Of(Reject reject) => Without(new JsonObject
    {
        ["file"] = reject.File,
        ["lines"] = Lines(reject.Lines),
        ["stage"] = reject.Stage,
        ["message"] = reject.Error.Message,
        ["code"] = reject.Error.Code,
        ["table"] = reject.Error.Table,
        ["column"] = reject.Error.Column,
        ["constraint"] = reject.Error.Constraint,
        ["key"] = reject.Key,
    });

    private static JsonObject Of(RehearsedRow row) => Without(new JsonObject
    {
        ["would"] = row.Fate.ToString().ToLowerInvariant(),
        ["table"] = row.Before.Table,
        ["key"] = row.Before.Key,
        ["row"] = row.Fate == RowFate.Insert ? new JsonObject(row.After.Columns!.Select(static column => KeyValuePair.Create(column.Key, (JsonNode?)column.Value))) : null,
        ["changes"] = row.Fate == RowFate.Update
            ? List(row.Changes.Select(static change => (JsonNode)new JsonObject { ["column"] = change.Column, ["old"] = change.Old, ["new"] = change.New }))
            : null,
    });

    private static JsonObject Typed(object record) => new() { ["type"] = record.GetType().Name, ["values"] = Json(record) };

    private static JsonNode Json(object value) => JsonNode.Parse(RecordText.Of(value))!;

    private static JsonValue Malformed(TracedItem item) => JsonValue.Create(
        Utf8.IsValid(item.Original.Span) ? Encoding.UTF8.GetString(item.Original.Span) : Convert.ToBase64String(item.Original.Span));

    private static JsonArray Lines(IEnumerable<long> lines) => [.. lines.Select(static line => (JsonNode)line)];

    private static JsonArray List(IEnumerable<JsonNode> nodes) => [.. nodes];

    private static JsonObject Without(JsonObject of)
    {
        foreach (var name in of.Where(static pair => pair.Value is null).Select(static pair => pair.Key).ToList())
        {
            of.Remove(name);
        }

        return of;
    }
}

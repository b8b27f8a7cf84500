using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Testing;

/// <summary>Rows, records and columns as JSON, in which form tests compare them.</summary>
internal static class Observed
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = PrintableJson.Encoder,
        IncludeFields = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A row, a record or a key.</summary>
    internal static JsonNode? Of(object value)
    {
        try
        {
            return JsonSerializer.SerializeToNode(value, value.GetType(), Options);
        }
        catch (Exception e) when (e is NotSupportedException or JsonException or InvalidOperationException or ArgumentException)
        {
            return JsonValue.Create(value.ToString());
        }
    }

    /// <summary>The rows of a table.</summary>
    internal static JsonArray Of(TableSnapshot table)
    {
        var rows = new JsonArray();
        foreach (var row in table.Rows)
        {
            var columns = new JsonObject();
            for (var i = 0; i < table.Columns.Count; i++)
                columns[table.Columns[i]] = Of(row[i], table.Forms[i]);

            rows.Add(columns);
        }

        return rows;
    }

    private static JsonNode? Of(string? text, TextForm form) => text is null ? null : form switch
    {
        TextForm.Json => JsonNode.Parse(text),
        TextForm.Boolean => JsonValue.Create(text == "true"),
        TextForm.Number when decimal.TryParse(text, out _) => JsonNode.Parse(text),
        _ => JsonValue.Create(text),
    };
}

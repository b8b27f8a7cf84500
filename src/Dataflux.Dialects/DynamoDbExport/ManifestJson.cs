using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>Reads the members of manifests. Members that are not known are ignored: AWS adds some now and then.</summary>
internal static class ManifestJson
{
    /// <summary>The JSON objects of a document: one, or one per line; tolerates manifests that were pretty-printed on the way.</summary>
    internal static List<JsonElement> Objects(ReadOnlySpan<byte> json, string location)
    {
        var objects = new List<JsonElement>();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                objects.Add(JsonElement.ParseValue(ref reader));
                if (objects[^1].ValueKind != JsonValueKind.Object)
                {
                    throw new SourceException($"{location}: found {objects[^1].ValueKind}, expected JSON objects; copy the export's "
                        + "manifests again");
                }
            }
        }
        catch (JsonException e)
        {
            throw new SourceException($"{location}: not valid JSON ({e.Message}); copy the export's manifests again", e);
        }

        return objects;
    }

    /// <summary>A string member; <see langword="null"/> when it is missing, null, empty or no string.</summary>
    internal static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
            && member.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>A whole number; <see langword="null"/> when it is missing or no whole number.</summary>
    internal static long? Integer(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var number)
            ? number
            : null;

    /// <summary>An ISO 8601 time; <see langword="null"/> when it is missing or no time.</summary>
    internal static DateTimeOffset? Time(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
            && member.TryGetDateTimeOffset(out var time)
            ? time.ToUniversalTime()
            : null;
}

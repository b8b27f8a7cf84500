using System.Text.Json;
using System.Text.Json.Serialization;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Inspection;

/// <summary>Reports for programs.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = PrintableJson.Encoder,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    internal static string Of<T>(T report) => JsonSerializer.Serialize(report, Json);
}

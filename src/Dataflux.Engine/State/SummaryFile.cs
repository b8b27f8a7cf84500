using System.Text.Json;
using System.Text.Json.Serialization;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;

namespace Dataflux.Engine.State;

/// <summary><c>summary.json</c>: the result of the last run, for programs.</summary>
internal static class SummaryFile
{
    private static readonly SummaryJson Form = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = PrintableJson.Encoder,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    });

    internal static byte[] Format(RunSummary summary) => JsonSerializer.SerializeToUtf8Bytes(summary, Form.RunSummary);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Undoing;

/// <summary>How undos and what they left are written.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(UndoLeft))]
[JsonSerializable(typeof(UndoResult))]
internal sealed partial class UndoJson : JsonSerializerContext
{
    /// <summary>A line of a file.</summary>
    internal static UndoJson Line { get; } = new(In(indented: false));

    /// <summary>A document for people and programs.</summary>
    internal static UndoJson Indented { get; } = new(In(indented: true));

    private static JsonSerializerOptions In(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        Encoder = PrintableJson.Encoder,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}

using System.Text.Json.Serialization;

namespace Dataflux.Cli.Output;

/// <summary>How a <see cref="JsonLogEntry"/> is written.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(JsonLogEntry))]
internal sealed partial class JsonLogEntryJson : JsonSerializerContext;

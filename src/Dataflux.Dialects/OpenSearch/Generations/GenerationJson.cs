using System.Text.Json.Serialization;

namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>How generations are written down.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<Generation>))]
internal sealed partial class GenerationJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>How a manifest is written, and what a publication under way is about to bring.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ManifestJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>How state and manifests are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImportState))]
[JsonSerializable(typeof(ImportManifest))]
internal sealed partial class ImportJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Dataflux.Dialects.Staging;

/// <summary>How heads are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SegmentHead))]
[JsonSerializable(typeof(StagedRun))]
internal sealed partial class SegmentJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Dataflux.Engine.Rejects;

/// <summary>How a <see cref="BufferedReject"/> is written and read.</summary>
/// <remarks>Not by generated writers: they write a missing array of bytes as an empty one.</remarks>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(BufferedReject))]
internal sealed partial class BufferedRejectJson : JsonSerializerContext;

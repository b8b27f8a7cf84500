using System.Text.Json.Serialization;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Comparing;

/// <summary>How differences and results of verifications are written and read.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Difference))]
[JsonSerializable(typeof(VerifyResult))]
internal sealed partial class DifferenceJson : JsonSerializerContext;

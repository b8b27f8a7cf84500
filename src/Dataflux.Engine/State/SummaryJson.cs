using System.Text.Json.Serialization;
using Dataflux.Engine.Reporting;

namespace Dataflux.Engine.State;

/// <summary>How a <see cref="RunSummary"/> is written.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;

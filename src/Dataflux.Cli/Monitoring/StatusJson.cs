using System.Text.Json.Serialization;

namespace Dataflux.Cli.Monitoring;

/// <summary>How what <see cref="StatusFile"/> and <c>dataflux status</c> say is written and read.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunStatus))]
[JsonSerializable(typeof(MigrationStatus))]
[JsonSerializable(typeof(IReadOnlyList<MigrationStatus>))]
internal sealed partial class StatusJson : JsonSerializerContext;

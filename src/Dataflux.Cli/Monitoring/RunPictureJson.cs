using System.Text.Json.Serialization;

namespace Dataflux.Cli.Monitoring;

/// <summary>
/// How what <see cref="RunPage"/> shows is written; generated, because reflection takes a tenth of a second when a run ends.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunPicture))]
internal sealed partial class RunPictureJson : JsonSerializerContext;

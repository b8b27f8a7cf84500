using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Engine.State;

/// <summary>How checkpoints are written and read; generated, because reflection takes a tenth of a second when a run begins.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Checkpoint))]
[JsonSerializable(typeof(DonePart))]
internal sealed partial class CheckpointJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Engine.Runs;

/// <summary>How numbered runs are written and read.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(IReadOnlyList<RunRecord>))]
internal sealed partial class RunRecordJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Engine.State;

/// <summary>How a <see cref="LockHolder"/> is written and read.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LockHolder))]
internal sealed partial class LockHolderJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>How bounds are written.</summary>
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class KeptBoundsJson : JsonSerializerContext;

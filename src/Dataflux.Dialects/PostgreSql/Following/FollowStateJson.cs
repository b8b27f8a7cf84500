using System.Text.Json.Serialization;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>How the state is written.</summary>
[JsonSerializable(typeof(FollowState))]
internal sealed partial class FollowStateJson : JsonSerializerContext;

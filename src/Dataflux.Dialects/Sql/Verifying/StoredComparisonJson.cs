using System.Text.Json.Serialization;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>How a comparison that is interrupted is written and read.</summary>
[JsonSerializable(typeof(StoredComparison))]
internal sealed partial class StoredComparisonJson : JsonSerializerContext;

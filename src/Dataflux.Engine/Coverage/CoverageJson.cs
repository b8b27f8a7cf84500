using System.Text.Json.Serialization;

namespace Dataflux.Engine.Coverage;

/// <summary>How <c>coverage.json</c> is written and read.</summary>
[JsonSerializable(typeof(CoverageFindings))]
internal sealed partial class CoverageJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using Dataflux.Engine.Coverage;

namespace Dataflux.Engine.State;

/// <summary>How <c>coverage.json</c> is written and read.</summary>
[JsonSerializable(typeof(CoverageFindings))]
internal sealed partial class CoverageJson : JsonSerializerContext;

using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Tracing;

/// <summary>The sampled items of one part.</summary>
/// <param name="Part">The part.</param>
/// <param name="Items">Its items, in the part's order.</param>
public sealed record SampledPart(SourcePart Part, IReadOnlyList<SampledItem> Items);

using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Tracing;

/// <summary>The sampled items of one file.</summary>
/// <param name="File">The file.</param>
/// <param name="Items">Its items, in the file's order.</param>
public sealed record SampledFile(ExportFile File, IReadOnlyList<SampledItem> Items);

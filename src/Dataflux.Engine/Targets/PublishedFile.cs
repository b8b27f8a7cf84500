namespace Dataflux.Engine.Targets;

/// <summary>A file that a run has brought to its target.</summary>
/// <param name="Name">Its path below the target's.</param>
/// <param name="Rows">How many rows it holds.</param>
/// <param name="Bytes">Its size in bytes.</param>
public sealed record PublishedFile(string Name, long Rows, long Bytes);

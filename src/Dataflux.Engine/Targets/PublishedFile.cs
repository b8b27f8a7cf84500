namespace Dataflux.Engine.Targets;

/// <summary>A file that a run has brought to its target, or what else that shows rows in.</summary>
/// <param name="Name">Its path below the target's, or its name.</param>
/// <param name="Rows">How many rows it holds.</param>
/// <param name="Bytes">Its size in bytes; 0: it is not known.</param>
public sealed record PublishedFile(string Name, long Rows, long Bytes);

namespace Dataflux.Engine.Targets;

/// <summary>Where an item is.</summary>
/// <param name="File">The file's name in the manifest; that of a partition where rows are grouped across files.</param>
/// <param name="Line">The number of its line, counted from 1; in a partition its place in the export.</param>
public readonly record struct ItemOrigin(string File, long Line);

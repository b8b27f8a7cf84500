namespace Dataflux.Engine.Targets;

/// <summary>What became of a piece.</summary>
/// <param name="Done">Images that are done with.</param>
/// <param name="Altered">Rows among them that triggers of the database made other than they were.</param>
public readonly record struct UndoApplied(long Done, long Altered);

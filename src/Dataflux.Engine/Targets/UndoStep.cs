namespace Dataflux.Engine.Targets;

/// <summary>One kind of work in one table.</summary>
/// <param name="Table">The table, for people.</param>
/// <param name="Deletes">Whether rows are deleted that the run inserted; otherwise rows are restored that it updated or deleted.</param>
public sealed record UndoStep(string Table, bool Deletes);

namespace Dataflux.Engine.Targets;

/// <summary>How many rows of a table were changed.</summary>
/// <param name="Table">The table, for people.</param>
/// <param name="Inserted">Rows inserted.</param>
/// <param name="Updated">Rows updated, as often as they were.</param>
/// <param name="Deleted">Rows deleted.</param>
public sealed record TableChange(string Table, long Inserted, long Updated, long Deleted);

namespace Dataflux.Engine.Targets;

/// <summary>The account of a table that a migration owns: <c>Rows = Produced + Extra + NotDeleted</c>.</summary>
/// <param name="Table">The table, for people.</param>
/// <param name="Rows">The rows in the table.</param>
/// <param name="Produced">Those of them that records of the export make.</param>
/// <param name="Extra">Those that none makes.</param>
/// <param name="NotDeleted">Those that the export deletes.</param>
public sealed record TableRows(string Table, long Rows, long Produced, long Extra, long NotDeleted = 0);

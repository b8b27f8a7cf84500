namespace Dataflux.Engine.Targets;

/// <summary>A column that differs.</summary>
/// <param name="Column">The column.</param>
/// <param name="Table">The value in the table, as text.</param>
/// <param name="Export">The value that a run would leave, as text.</param>
/// <param name="Cause">What it probably comes from.</param>
public sealed record ColumnDifference(string Column, string? Table, string? Export, string Cause);

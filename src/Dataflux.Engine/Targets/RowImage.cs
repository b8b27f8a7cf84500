namespace Dataflux.Engine.Targets;

/// <summary>A row of a table at one moment.</summary>
/// <param name="Table">The table, for people.</param>
/// <param name="Key">What identifies the row, as text: <c>id = 5</c>.</param>
/// <param name="Columns">
/// The columns the user may see, in the table's order, as text, nulls as such; <see langword="null"/>: there is no such row.
/// </param>
public sealed record RowImage(string Table, string Key, IReadOnlyList<KeyValuePair<string, string?>>? Columns);

namespace Dataflux.Engine.Settings;

/// <summary>What the rows of a table that is to be made belong to.</summary>
/// <param name="Columns">Their columns, not quoted.</param>
/// <param name="Table">The other table, not quoted.</param>
/// <param name="Key">The columns of its key, in the same order.</param>
public sealed record ScaffoldReference(IReadOnlyList<string> Columns, string Table, IReadOnlyList<string> Key);

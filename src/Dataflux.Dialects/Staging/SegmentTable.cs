namespace Dataflux.Dialects.Staging;

/// <summary>The rows of one table in a segment.</summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">Its columns: name, type, and whether it is part of the key.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Bytes">How many bytes.</param>
internal sealed record SegmentTable(string Name, IReadOnlyList<SegmentColumn> Columns, long Rows, long Bytes);

using Dataflux.Dialects.Staging;
using Dataflux.Dialects.Warehouse.Ground;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>How a table is described where its rows are kept until they become files.</summary>
internal static class StagedTables
{
    /// <summary>The description.</summary>
    internal static SegmentTable Describe(FileTable table, RowBuffer rows) => new(
        table.Name,
        [.. table.Columns.Select(static column => new SegmentColumn(column.Name, column.Type.ToString(), column.IsKey))],
        rows.Rows,
        rows.Length);

    /// <summary>The table that was described.</summary>
    internal static FileTable TableOf(SegmentTable table) =>
        new(table.Name, [.. table.Columns.Select(static column => new FileColumn(column.Name, FileType.Parse(column.Type), column.Key))]);
}

using Dataflux.Dialects.Warehouse.Ground;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>A table in files.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">The columns of its records, in their order.</param>
internal sealed record FileTable(string Name, IReadOnlyList<FileColumn> Columns)
{
    /// <summary>All columns of a row, those before the record's included.</summary>
    internal IReadOnlyList<FileColumn> All { get; } =
    [
        new(MetaColumns.Operation, new(ValueKind.Text), IsKey: false),
        new(MetaColumns.WrittenAt, new(ValueKind.Timestamp), IsKey: false),
        new(MetaColumns.Sequence, new(ValueKind.Int64), IsKey: false),
        .. Columns,
    ];

    /// <summary>The columns as a text, to be compared.</summary>
    internal string Shape { get; } = string.Join(", ", Columns.Select(static column => $"{column.Name} {column.Type}"));

    /// <summary>The names of the columns of the key.</summary>
    internal IEnumerable<string> Key => Columns.Where(static column => column.IsKey).Select(static column => column.Name);

    /// <summary>The place of a column among <see cref="All"/>; -1: there is none of that name.</summary>
    internal int PlaceOf(string column)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].Name == column)
                return i;
        }

        return -1;
    }
}

using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Dialects.Warehouse.Publishing;

namespace Dataflux.Dialects.Warehouse.Readers;

/// <summary>A table that a warehouse is to read.</summary>
/// <param name="Table">The table.</param>
/// <param name="Options">How its files are written, and where.</param>
/// <param name="Shown">The table as the manifest names it; <see langword="null"/>: nothing of it is shown yet.</param>
/// <param name="UrlOf">The URL of a file.</param>
internal sealed record LoadedTable(FileTable Table, FilesOptions Options, ManifestTable? Shown, Func<string, string> UrlOf)
{
    /// <summary>What stands where files are needed and there are none.</summary>
    internal const string NothingShown =
        "-- The migration has shown no rows of this table yet. Run it, then have these statements written again: they name the files.";

    /// <summary>The columns that are in the files.</summary>
    internal IEnumerable<FileColumn> InFiles =>
        Table.All.Where(column => !Options.PartitionBy.Any(key => key.Unit is null && key.Column == column.Name));

    /// <summary>The columns that are in the paths, with the type of their values.</summary>
    internal IEnumerable<FileColumn> InPaths => Options.PartitionBy.Select(key => new FileColumn(
        key.Name, key.Unit is null ? Table.All[Table.PlaceOf(key.Column)].Type : new(ValueKind.Text), IsKey: false));

    /// <summary>The URL of the folder with the files.</summary>
    internal string Folder => UrlOf(Uri.EscapeDataString(Table.Name));
}

using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.Warehouse;

/// <summary>The tables that 'init' writes to files: the target makes them of the records.</summary>
internal sealed class FilesScaffold : ITableScaffold
{
    // What the narrowest of the warehouses has.
    private const int MostCharacters = 127;

    public string Comment => "files for a warehouse, in a folder or s3://bucket/prefix";

    public IReadOnlyList<(string Option, string Value)> OptionsOf(string migration) => [("format", "parquet"), ("path", "../lake")];

    public string ColumnOf(string property) => ColumnNaming.SnakeCase(property);

    public bool IsTaken(string column) => column is MetaColumns.Operation or MetaColumns.WrittenAt or MetaColumns.Sequence;

    public string Fit(string name, string ending = "") => name[..Math.Min(name.Length, MostCharacters - ending.Length)] + ending;
}

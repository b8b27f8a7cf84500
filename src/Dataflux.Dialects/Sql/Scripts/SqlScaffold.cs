using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.Sql.Scripts;

/// <summary>The tables that 'init' makes in a database of SQL.</summary>
internal abstract class SqlScaffold : ITableScaffold
{
    public abstract string Comment { get; }

    public virtual IReadOnlyList<(string Option, string Value)> OptionsOf(string migration) => [];

    public string ColumnOf(string property) => ColumnNaming.SnakeCase(property);

    public abstract bool IsTaken(string column);

    public abstract string Fit(string name, string ending = "");

    public string? StatementsOf(IReadOnlyList<ScaffoldTable> tables)
    {
        var statements = string.Join("\n", tables.Select(table => string.Join('\n', Statement(table)) + ";\n"));
        var references = tables.SelectMany(table => table.References.Select(reference => Reference(table, reference))).ToList();
        return references.Count == 0
            ? statements
            : statements + "\n-- Where the rows that these rows belong to are in the export as well, run once, after the migration:\n"
                + string.Concat(references.Select(static line => $"-- {line};\n"));
    }

    /// <summary>A name as SQL takes it: quoted only where it must be, because people read it.</summary>
    private protected abstract string Sql(string name);

    /// <summary>The type of a column, for SQL.</summary>
    private protected abstract string TypeOf(ScaffoldColumn column, ScaffoldTable table);

    /// <summary>The line behind the columns; empty: none.</summary>
    private protected virtual string Ending => "";

    private string Reference(ScaffoldTable table, ScaffoldReference reference) =>
        $"alter table {Sql(table.Name)} add foreign key ({string.Join(", ", reference.Columns.Select(Sql))}) "
        + $"references {Sql(reference.Table)} ({string.Join(", ", reference.Key.Select(Sql))})";

    private List<string> Statement(ScaffoldTable table)
    {
        var width = table.Columns.Max(column => Sql(column.Name).Length);
        var key = table.Key;
        var lines = new List<string> { $"create table if not exists {Sql(table.Name)} (" };
        foreach (var column in table.Columns)
        {
            var rule = column.IsKey && key.Count == 1 ? " primary key" : column.IsNullable ? "" : " not null";
            lines.Add($"    {Sql(column.Name).PadRight(width)} {TypeOf(column, table)}{rule},");
        }

        if (key.Count > 1)
            lines.Add($"    primary key ({string.Join(", ", key.Select(column => Sql(column.Name)))}),");

        lines[^1] = lines[^1][..^1] + ")";
        if (Ending.Length > 0)
            lines.Add(Ending);
        return lines;
    }
}

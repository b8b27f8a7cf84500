using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>The tables that 'init' makes in PostgreSQL.</summary>
internal sealed class PostgreSqlScaffold : ITableScaffold
{
    public string Comment => "where it is: dataflux.yaml, or 'connection' here; by default dataflux runs its own";

    public string ColumnOf(string property) => ColumnNaming.SnakeCase(property);

    public bool IsTaken(string column) => PostgreSqlNames.IsSystemColumn(column);

    public string Fit(string name, string ending = "") => PostgreSqlNames.Fit(name, ending);

    public IReadOnlyList<string> OnStart(IReadOnlyList<ScaffoldTable> tables)
    {
        var lines = new List<string> { "Task onStart(ISqlTarget target) => target.Execute(\"\"\"" };
        foreach (var table in tables)
        {
            lines.AddRange(Statement(table).Select(static line => "    " + line));
            lines[^1] += table == tables[^1] ? "" : ";";
        }

        lines.Add("    \"\"\");");
        return lines;
    }

    private static List<string> Statement(ScaffoldTable table)
    {
        var width = table.Columns.Max(static column => PostgreSqlNames.Sql(column.Name).Length);
        var key = table.Key;
        var lines = new List<string> { $"create table if not exists {PostgreSqlNames.Sql(table.Name)} (" };
        foreach (var column in table.Columns)
        {
            var rule = column.IsKey && key.Count == 1 ? " primary key" : column.IsNullable ? "" : " not null";
            lines.Add($"    {PostgreSqlNames.Sql(column.Name).PadRight(width)} {TypeOf(column.Kind)}{rule},");
        }

        if (key.Count > 1)
            lines.Add($"    primary key ({string.Join(", ", key.Select(static column => PostgreSqlNames.Sql(column.Name)))}),");

        lines[^1] = lines[^1][..^1] + ")";
        return lines;
    }

    private static string TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Uuid => "uuid",
        ColumnKind.Integer => "bigint",
        ColumnKind.Number => "numeric",
        ColumnKind.Boolean => "boolean",
        ColumnKind.Bytes => "bytea",
        ColumnKind.Texts => "text[]",
        ColumnKind.Numbers => "numeric[]",
        ColumnKind.Binaries => "bytea[]",
        ColumnKind.Time => "timestamptz",
        ColumnKind.Date => "date",
        ColumnKind.Document => "jsonb",
        _ => "text",
    };
}

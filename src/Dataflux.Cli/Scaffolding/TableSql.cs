using Dataflux.Dialects.PostgreSql;

namespace Dataflux.Cli.Scaffolding;

/// <summary>The SQL that makes a table.</summary>
internal static class TableSql
{
    /// <summary>The lines of a statement, without its semicolon.</summary>
    internal static IReadOnlyList<string> Lines(Entity entity)
    {
        var width = entity.Columns.Max(static column => PostgreSqlNames.Sql(column.Column).Length);
        var key = entity.Key.ToList();
        var lines = new List<string> { $"create table if not exists {PostgreSqlNames.Sql(entity.Table)} (" };
        foreach (var column in entity.Columns)
        {
            var rule = column.IsKey && key.Count == 1 ? " primary key" : column.IsNullable ? "" : " not null";
            lines.Add($"    {PostgreSqlNames.Sql(column.Column).PadRight(width)} {column.Type.Sql}{rule},");
        }

        if (key.Count > 1)
            lines.Add($"    primary key ({string.Join(", ", key.Select(static column => PostgreSqlNames.Sql(column.Column)))}),");

        lines[^1] = lines[^1][..^1] + ")";
        return lines;
    }
}

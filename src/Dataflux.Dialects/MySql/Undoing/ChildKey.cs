using System.Data.Common;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.Sql.Scripts;

namespace Dataflux.Dialects.MySql.Undoing;

/// <summary>A foreign key that refers to a table whose rows may be deleted.</summary>
/// <param name="Parent">The table that it refers to, for SQL.</param>
/// <param name="Child">The table that has it, for SQL.</param>
/// <param name="Columns">The columns that refer, with those that they refer to.</param>
internal sealed record ChildKey(string Parent, string Child, IReadOnlyList<(string Column, string Referenced)> Columns)
{
    private const string Keys = """
        select k.constraint_schema, k.constraint_name, k.table_schema, k.table_name, k.column_name, k.referenced_column_name, r.delete_rule
          from information_schema.key_column_usage k
          join information_schema.referential_constraints r
            on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name and r.table_name = k.table_name
         where k.referenced_table_schema = ? and k.referenced_table_name = ?
         order by k.constraint_schema, k.table_name, k.constraint_name, k.ordinal_position
        """;

    /// <summary>The table that has it, for people.</summary>
    internal required string ChildText { get; init; }

    /// <summary>
    /// What the database does to rows that refer when the row they refer to goes; <see langword="null"/>: it refuses that.
    /// </summary>
    internal string? Action { get; init; }

    /// <summary>Why a row cannot be deleted.</summary>
    internal string Reason => $"rows of {ChildText} refer to it";

    /// <summary>The foreign keys that refer to a table.</summary>
    internal static async Task<IReadOnlyList<ChildKey>> ReadAsync(
        DbConnection connection, string schema, string table, CancellationToken cancellation)
    {
        var rows = new List<(string Name, string Schema, string Table, string Column, string Referenced, string Rule)>();
        await using (var command = connection.CommandFor(Keys, schema, table))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                rows.Add((
                    $"{reader.GetString(0)}.{reader.GetString(1)}", reader.GetString(2), reader.GetString(3), reader.GetString(4),
                    reader.GetString(5), reader.GetString(6)));
            }
        }

        return
        [
            .. rows.GroupBy(static row => (row.Name, row.Schema, row.Table, row.Rule)).Select(key => new ChildKey(
                $"{Backtick.Quote(schema)}.{Backtick.Quote(table)}",
                $"{Backtick.Quote(key.Key.Schema)}.{Backtick.Quote(key.Key.Table)}",
                [.. key.Select(static row => (row.Column, row.Referenced))])
            {
                ChildText = key.Key.Schema == schema ? key.Key.Table : $"{key.Key.Schema}.{key.Key.Table}",
                Action = key.Key.Rule is "CASCADE" or "SET NULL" ? key.Key.Rule.ToLowerInvariant() : null,
            }),
        ];
    }

    /// <summary>Whether another row refers to a row of the parent.</summary>
    /// <param name="parent">What the row is called.</param>
    /// <param name="key">The columns that name rows of the parent.</param>
    internal string Refers(string parent, IReadOnlyList<string> key)
    {
        var refers = Columns.Select(pair => $"referring.{Backtick.Quote(pair.Column)} = {parent}.{Backtick.Quote(pair.Referenced)}");
        var isItself = key.Select(name => $"referring.{Backtick.Quote(name)} = {parent}.{Backtick.Quote(name)}");
        var isAnother = Parent == Child ? $" and not ({string.Join(" and ", isItself)})" : "";
        return $"exists (select 1 from {Child} as referring where {string.Join(" and ", refers)}{isAnother})";
    }
}

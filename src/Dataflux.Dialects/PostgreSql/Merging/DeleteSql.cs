namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>The SQL that deletes rows of one table by their keys. Text only; the same input gives the same text.</summary>
/// <param name="keys">The table, with the key's columns alone.</param>
internal sealed class DeleteSql(TableBinding keys)
{
    private readonly string _table = Identifier.Quote(keys.Table.Schema, keys.Table.Name);

    /// <summary>Makes the staging table; it is emptied by every commit.</summary>
    internal string CreateStaging(string staging)
    {
        var columns = keys.Columns.Select(c => $"{Identifier.Quote(c.Name)} {(c.Encoding.IsCast ? "text" : c.Catalog.Type.Sql)}");
        return $"create temp table {Identifier.Quote(staging)} ({string.Join(", ", columns)}, {Identifier.Quote(MergeSql.Round)} integer) on commit delete rows";
    }

    /// <summary>
    /// Deletes the rows whose keys have round <c>$1</c> and counts them. Rows are locked in the order of their keys, like the
    /// merge does, so that writers side by side lock in one order.
    /// </summary>
    internal string Delete(string staging)
    {
        var names = keys.Columns.Select(c => Identifier.Quote(c.Name)).ToList();
        var same = string.Join(" and ", names.Select(n => $"goes.{n} = gone.{n}"));
        return $"""
            with gone as materialized (
            select {string.Join(", ", names.Select(n => $"goes.{n}"))} from {_table} as goes
            join (select distinct {string.Join(", ", keys.Columns.Select(Staged))} from pg_temp.{Identifier.Quote(staging)} where {Identifier.Quote(MergeSql.Round)} = $1) as gone on {same}
            order by {string.Join(", ", names.Select(n => $"gone.{n}"))}
            for update of goes),
            deleted as (delete from {_table} as goes using gone where {same} returning 1)
            select count(*) from deleted
            """;
    }

    /// <summary>A staged value as the column holds it.</summary>
    internal static string Staged(BoundColumn column)
    {
        var name = Identifier.Quote(column.Name);
        var cast = column.Catalog.Rounded ?? (column.Encoding.IsCast ? column.Catalog.Type.Sql : null);
        return cast is null ? name : $"{name}::{cast} as {name}";
    }
}

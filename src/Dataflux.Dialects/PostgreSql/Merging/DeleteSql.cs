namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>The SQL that deletes rows of one table by their keys. Text only; the same input gives the same text.</summary>
internal static class DeleteSql
{
    /// <summary>
    /// Deletes the rows whose keys have number <c>$1</c> and counts them. Rows are locked in the order of their keys, like the
    /// merge does, so that writers side by side lock in one order.
    /// </summary>
    /// <param name="keys">The table, with the key's columns alone.</param>
    /// <param name="staging">The staging table for SQL.</param>
    internal static string Delete(TableBinding keys, string staging)
    {
        var table = Identifier.Quote(keys.Table.Schema, keys.Table.Name);
        var names = keys.Columns.Select(c => Identifier.Quote(c.Name)).ToList();
        var same = string.Join(" and ", names.Select(n => $"goes.{n} = gone.{n}"));
        return $"""
            with gone as materialized (
            select {string.Join(", ", names.Select(n => $"goes.{n}"))} from {table} as goes
            join (select distinct {StagingTable.Staged(keys.Columns)} from {staging} where {Identifier.Quote(StagingTable.Number)} = $1) as gone on {same}
            order by {string.Join(", ", names.Select(n => $"gone.{n}"))}
            for update of goes),
            deleted as (delete from {table} as goes using gone where {same} returning 1)
            select count(*) from deleted
            """;
    }
}

using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.Sql.Binding;

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
    /// <param name="images">Where images of the rows are kept; <see langword="null"/>: they are not.</param>
    internal static string Delete(TableBinding keys, string staging, ImageTable? images = null)
    {
        var table = Table(keys);
        var names = keys.Columns.Select(c => Identifier.Quote(c.Name)).ToList();
        var same = Same(keys);
        var found = images is null ? "" : $", {ImageSql.Found(images, "goes")}";
        var kept = images is null ? "" : $",\nkept as ({ImageSql.KeepDeleted(images, "gone")})";
        return $"""
            with gone as materialized (
            select {string.Join(", ", names.Select(n => $"goes.{n}"))}{found} from {table} as goes
            join (select distinct {StagingTable.Staged(keys.Columns)} from {staging} where {Identifier.Quote(StagingTable.Number)} = $1) as gone on {same}
            order by {string.Join(", ", names.Select(n => $"gone.{n}"))}
            for update of goes),
            deleted as (delete from {table} as goes using gone where {same} returning 1){kept}
            select count(*) from deleted
            """;
    }

    /// <summary>Gives the places of the keys with number <c>$1</c> whose rows are there.</summary>
    /// <param name="keys">The table, with the key's columns alone.</param>
    /// <param name="staging">The staging table for SQL.</param>
    internal static string StillThere(TableBinding keys, string staging) => $"""
        select gone.{Identifier.Quote(StagingTable.Place)}
        from (select {StagingTable.Staged(keys.Columns)}, {Identifier.Quote(StagingTable.Place)} from {staging} where {Identifier.Quote(StagingTable.Number)} = $1) as gone
        where exists (select from {Table(keys)} as goes where {Same(keys)})
        """;

    private static string Table(TableBinding keys) =>
        (keys.Table.HasHeirs ? "only " : "") + Identifier.Quote(keys.Table.Schema, keys.Table.Name);

    // A key that says it may be null means the rows with a null, whatever an index thinks of nulls.
    private static string Same(TableBinding keys) =>
        SameKeySql.Of("goes", "gone", keys.Columns, column => column.MayBeNull && column.Member.IsNullable);
}

using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Verifying;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>What settles the deletes of one table in PostgreSQL.</summary>
/// <param name="keys">The table, with the key's columns alone.</param>
internal sealed class DeletesSql(TableBinding keys) : DeleteStatements(keys)
{
    private const string Staging = "dataflux_settled_deletes";
    private static readonly string Staged = StagingTable.SqlOf(Staging);

    internal override string Make => StagingTable.CreateSql(Staging, Keys.Columns, hasPlaces: true);

    internal override string Drop => $"drop table {Staged}";

    /// <summary>Takes the keys.</summary>
    internal static string CopyIn => StagingTable.CopySql(Staging);

    /// <summary>Leaves out all deletes of a key but the last one.</summary>
    internal string KeepLast => $"""
        delete from {Staged} as gone
        using (select ctid as "dataflux row", row_number() over (partition by {KeyAsEqual} order by {Place} desc) as "dataflux turn"
               from (select {StagingTable.Staged(Keys.Columns)}, {Place}, ctid from {Staged}) as keys) as earlier
        where gone.ctid = earlier."dataflux row" and earlier."dataflux turn" > 1
        """;

    /// <summary>The keys that go, as a row source: their columns and places.</summary>
    internal string Gone => $"(select {StagingTable.Staged(Keys.Columns)}, {Place} from {Staged})";

    /// <summary>Says of the deletes after which a record of a staging table comes that it does.</summary>
    /// <param name="records">A row source with the records' keys.</param>
    internal string MarkOverwritten(string records) => $"""
        update {Staged} as gone set {Identifier.Quote(StagingTable.Number)} = -1
        from (select {StagingTable.Staged(Keys.Columns)}, ctid as "dataflux row" from {Staged}) as deleted
        where gone.ctid = deleted."dataflux row" and exists (select from {records} as written where {Same("written", "deleted")})
        """;

    internal override string StillThere => $"""
        select deleted.{Place}, {string.Join(", ", Keys.Columns.Select(static column => $"deleted.{Identifier.Quote(column.Name)}::text"))}
        from (select {StagingTable.Staged(Keys.Columns)}, {Place} from {Staged} where {Identifier.Quote(StagingTable.Number)} >= 0) as deleted
        where exists (
          select from {(Keys.Table.HasHeirs ? "only " : "")}{Identifier.Quote(Keys.Table.Schema, Keys.Table.Name)} as goes
          where {Same("goes", "deleted")})
        """;

    /// <summary>Whether two rows have the same key.</summary>
    internal string Same(string one, string other) => string.Join(" and ", Keys.Columns.Select(column =>
    {
        var name = Identifier.Quote(column.Name);
        var equal = $"{column.Catalog.Compared($"{one}.{name}")} = {column.Catalog.Compared($"{other}.{name}")}{Collation(column)}";
        return column.MayBeNull ? $"({equal} or ({one}.{name} is null and {other}.{name} is null))" : equal;
    }));

    private static string Place => Identifier.Quote(StagingTable.Place);

    private string KeyAsEqual => string.Join(", ", Keys.Columns.Select(static column => Identifier.Quote(column.Name) + Collation(column)));

    // Columns of staging tables do not have it.
    private static string Collation(BoundColumn column) => column.Catalog.LooseCollation is { } collation ? $" collate {collation}" : "";
}

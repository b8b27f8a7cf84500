using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Catalog;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// The SQL that finds rows whose foreign key refers to a row that is not there. Text only; the same input gives the same text.
/// </summary>
internal static class ParentSql
{
    private const string Child = "child";
    private const string Orphan = "orphan";
    private const string Sibling = "sibling";
    private const string Parent = "parent";

    /// <summary>
    /// Asks of the staged rows from number <c>$1</c> on which of them refer to a row that the table does not have: their number, that of a
    /// staged row which they refer to (of the same table only), and what they refer to, as texts. A key with a null in it refers to
    /// nothing.
    /// </summary>
    /// <param name="key">The foreign key.</param>
    /// <param name="columns">The staged columns.</param>
    /// <param name="staging">The staging table for SQL.</param>
    internal static string Missing(ForeignKey key, IReadOnlyList<BoundColumn> columns, string staging)
    {
        var number = Identifier.Quote(StagingTable.Number);
        var child = Quoted(Child, key.Columns);
        var sibling = key.IsToItself
            ? $" left join {Child} as {Sibling} on {Same(Sibling, key.Referenced, Orphan, key.Columns)}"
            : "";

        // "offset 0" keeps the planner from making a join of it, which would read all of the other table.
        return $"""
            with {Child} as materialized (select {StagingTable.Staged(columns)}, {number} from {staging} where {number} >= $1),
            {Orphan} as materialized (
            select {Child}.* from {Child}
            where {string.Join(" and ", child.Select(c => $"{c} is not null"))}
              and not exists (select from {Rows(key)} as {Parent} where {Same(Parent, key.Referenced, Child, key.Columns)} offset 0))
            select {Orphan}.{number}, {(key.IsToItself ? $"{Sibling}.{number}" : "null::integer")}, array[{string.Join(", ", Quoted(Orphan, key.Columns).Select(c => $"{c}::text"))}]
            from {Orphan}{sibling}
            """;
    }

    private static string Rows(ForeignKey key) => (key.IsToOnly ? "only " : "") + Identifier.Quote(key.Schema, key.Table);

    private static string Same(string one, IReadOnlyList<string> columns, string other, IReadOnlyList<string> others) =>
        string.Join(" and ", Quoted(one, columns).Zip(Quoted(other, others), (a, b) => $"{a} = {b}"));

    private static IEnumerable<string> Quoted(string table, IReadOnlyList<string> columns) =>
        columns.Select(column => $"{table}.{Identifier.Quote(column)}");
}

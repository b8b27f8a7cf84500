using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.MySql.Merging;

/// <summary>
/// Whether two rows have the same key, as DynamoDB understands it: by their bytes. The column's own comparison stands first, because its
/// index goes by it; where it takes more texts for one, the bytes decide, and the index refuses the row that comes second.
/// </summary>
internal static class KeySql
{
    /// <summary>The condition.</summary>
    internal static string Same(string one, string other, IEnumerable<BoundColumn> key, Func<BoundColumn, bool> nullsAreSame) =>
        string.Join(" and ", key.SelectMany(column => Conditions(one, other, column, nullsAreSame)));

    private static IEnumerable<string> Conditions(string table, string incoming, BoundColumn column, Func<BoundColumn, bool> nullsAreSame)
    {
        var name = Backtick.Quote(column.Name);
        var (one, other) = ($"{table}.{name}", $"{incoming}.{name}");
        var type = (MySqlType)column.Catalog.Type;
        var equal = nullsAreSame(column) ? "<=>" : "=";
        yield return $"{one} {equal} {other}";
        if (type.IsFolding)
            yield return $"{type.Compared(one)} {equal} {type.Compared(other)}";
    }
}

using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>The SQL condition that two rows have the same key.</summary>
internal static class SameKeySql
{
    /// <summary>Compares the key's columns of two rows.</summary>
    /// <param name="left">What one of them is called.</param>
    /// <param name="right">What the other one is called.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="nullsAreEqual">Asks of a column whether two nulls in it are the same.</param>
    internal static string Of(string left, string right, IEnumerable<BoundColumn> columns, Func<BoundColumn, bool> nullsAreEqual) =>
        string.Join(" and ", columns.Select(column =>
        {
            var name = Identifier.Quote(column.Name);
            var one = column.Catalog.Compared($"{left}.{name}");
            var other = column.Catalog.Compared($"{right}.{name}");
            var equal = $"{one} = {other}";

            // An index is no help for "is not distinct from", but is for either part of this.
            return nullsAreEqual(column) ? $"({equal} or ({one} is null and {other} is null))" : equal;
        }));
}

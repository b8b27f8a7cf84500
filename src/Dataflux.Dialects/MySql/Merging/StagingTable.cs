using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;

namespace Dataflux.Dialects.MySql.Merging;

/// <summary>
/// The statements of a temporary table that takes rows for the server to work on. Its columns are of the table's own types, so that they
/// are compared by the table's index, and what a column would clip or round is a warning before it comes to the table. It is made for each
/// batch: that is quicker than to delete the rows of the one before.
/// </summary>
internal static class StagingTable
{
    /// <summary>The column after those of the records: the round in which a row is merged.</summary>
    internal const string Number = "dataflux number";

    /// <summary>The column behind it where rows may have to be named: the record's place.</summary>
    internal const string Place = "dataflux place";

    /// <summary>What a rule makes of a column, next to the incoming value.</summary>
    internal static string Made(string column) => $"dataflux {column}";

    /// <summary>Makes the table, without rows.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="columns">What its rows consist of.</param>
    /// <param name="made">The columns for which rules make values.</param>
    /// <param name="hasPlaces">Whether rows say their place.</param>
    /// <param name="index">The columns by which rows are found; <see langword="null"/>: they are not.</param>
    internal static string Make(
        string name, IReadOnlyList<BoundColumn> columns, IEnumerable<ColumnChange> made, bool hasPlaces = false,
        IEnumerable<string>? index = null)
    {
        var own = columns.Select(static column => $"{Backtick.Quote(column.Name)} {TypeOf((MySqlType)column.Catalog.Type)} null");
        var ofRules = made.Select(static change =>
            $"{Backtick.Quote(Made(change.Column.Name))} {TypeOf((MySqlType)change.Column.Type)} null");
        var all = own.Append($"{Backtick.Quote(Number)} int not null").Concat(ofRules).ToList();
        if (hasPlaces)
            all.Add($"{Backtick.Quote(Place)} int not null");
        if (index is not null)
            all.Add($"key ({Backtick.List(index)})");
        return Make(name, all);
    }

    /// <summary>Makes a temporary table of what its columns and indexes are in SQL, without rows.</summary>
    internal static string Make(string name, IEnumerable<string> parts) =>
        $"drop temporary table if exists {Backtick.Quote(name)}; create temporary table {Backtick.Quote(name)} "
        + $"({string.Join(", ", parts)}) engine = InnoDB";

    // Bits are not loaded as they are written.
    private static string TypeOf(MySqlType type) => type.Kind == MySqlKind.Bit ? "bigint unsigned" : type.Sql;
}

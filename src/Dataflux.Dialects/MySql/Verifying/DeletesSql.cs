using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Verifying;

namespace Dataflux.Dialects.MySql.Verifying;

/// <summary>What settles the deletes of one table in MySQL; each key is there once, with its last place.</summary>
/// <param name="keys">The table, with the key's columns alone.</param>
internal sealed class DeletesSql(TableBinding keys) : DeleteStatements(keys)
{
    /// <summary>The temporary table.</summary>
    internal const string Staging = "dataflux_settled_deletes";
    private const string Deleted = "deleted";

    internal override string Make =>
        StagingTable.Make(Staging, Keys.Columns, made: [], hasPlaces: true, index: Keys.Columns.Select(static column => column.Name));

    internal override string Drop => $"drop temporary table {Backtick.Quote(Staging)}";

    internal override string StillThere
    {
        get
        {
            var texts = Keys.Columns.Select(static column =>
                ((MySqlType)column.Catalog.Type).TextOf($"{Deleted}.{Backtick.Quote(column.Name)}"));
            return $"select {Place}, {string.Join(", ", texts)} from {Backtick.Quote(Staging)} as {Deleted} "
                + $"straight_join {Keys.Flavour.Quote(Keys.Table)} as goes on {SameAs("goes")} where {Number} >= 0";
        }
    }

    /// <summary>The place of a delete that was joined.</summary>
    internal static string Place => $"{Deleted}.{Backtick.Quote(StagingTable.Place)}";

    private static string Number => $"{Deleted}.{Backtick.Quote(StagingTable.Number)}";

    /// <summary>Joins the delete of a row's key.</summary>
    /// <param name="join">How.</param>
    /// <param name="row">The row.</param>
    internal string Joined(string join, string row) => $"{join} {Backtick.Quote(Staging)} as {Deleted} on {SameAs(row)}";

    /// <summary>Whether a row has no delete that was joined.</summary>
    internal static string IsNone => $"{Number} is null";

    /// <summary>Says of the deletes after which a record of a staging table comes that it does.</summary>
    /// <param name="records">The staging table.</param>
    internal string MarkOverwritten(string records) =>
        $"update {Backtick.Quote(records)} as written {Joined("straight_join", "written")} set {Number} = -1";

    private string SameAs(string row) => KeySql.Same(row, Deleted, Keys.Columns, static column => column.MayBeNull);
}

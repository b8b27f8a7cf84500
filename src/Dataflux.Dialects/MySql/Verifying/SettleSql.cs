using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Verifying;

namespace Dataflux.Dialects.MySql.Verifying;

/// <summary>
/// What settles suspects in MySQL. One statement reads the table, so that all of them are about one moment, and no row is locked; a
/// statement opens each temporary table once, as the server wants it. So there are two copies: of what the rows were, and of what they
/// become.
/// </summary>
internal sealed class SettleSql : SettleStatements
{
    private const string Incoming = MergeSql.Incoming;
    private const string Was = "dataflux_was";
    private const string Now = "dataflux_now";

    private readonly MergeSql _merge;
    private readonly DeletesSql? _deletes;
    private readonly string _was;
    private readonly string _now;

    /// <param name="suspects">The records.</param>
    /// <param name="deletes">The deletes of the table; <see langword="null"/>: there are none.</param>
    /// <param name="number">Tells its temporary tables from others of the connection.</param>
    /// <param name="database">The connection's default database, in which temporary tables are.</param>
    internal SettleSql(Suspects suspects, DeletesSql? deletes, int number, string database)
        : base(suspects)
    {
        (Staging, _was, _now) = ($"dataflux_settled_records_{number}", $"dataflux_settled_was_{number}", $"dataflux_settled_now_{number}");
        _deletes = deletes;

        // The profile's expressions call it by the table's name.
        var copy = Binding with { Table = Binding.Table with { Schema = database, Name = _now }, Alias = MergeSql.AliasOf(Binding) };
        _merge = new(copy, Rules, Staging);
    }

    /// <summary>The table that takes the records.</summary>
    internal string Staging { get; }

    internal override string Make
    {
        get
        {
            var columns = Copied.Select(static column => $"{Backtick.Quote(column.Name)} {((MySqlType)column.Type).Sql} null")
                .Append($"unique key ({Backtick.List(Rules.Key)})").ToList();
            var staging = StagingTable.Make(Staging, Binding.Columns, MergeSql.Made(Rules), hasPlaces: true);
            return $"{staging}; {StagingTable.Make(_was, columns)}; {StagingTable.Make(_now, columns)}";
        }
    }

    internal override string Drop => $"drop temporary table {Backtick.List([Staging, _was, _now])}";

    internal override string? LeaveOutDeleted => _deletes is null ? null
        : $"delete {Incoming} from {Staged} {_deletes.Joined("straight_join", Incoming)} where {Place} < {DeletesSql.Place}";

    internal override string? MarkOverwritten => _deletes?.MarkOverwritten(Staging);

    // A row of several records comes more than once.
    internal override IReadOnlyList<NumberedSql> Look =>
    [
        new($"insert ignore into {Backtick.Quote(_was)} ({Names}) select {Prefixed("existing")} "
            + $"from {Staged} straight_join {Binding.Flavour.Quote(Binding.Table)} as existing on {Same("existing", Incoming)}"),
    ];

    internal override string Missing
    {
        get
        {
            var order = string.Join(", ", Enumerable.Range(2, Rules.Key.Count));
            return $"select {Place}, {KeyTexts} from {Staged} left join {Backtick.Quote(_was)} as {Was} on {Same(Was, Incoming)} "
                + $"where {IsMissing} order by {order}, 1";
        }
    }

    // One that was deleted between begins as none.
    internal override IReadOnlyList<NumberedSql> Copy =>
    [
        new($"insert into {Backtick.Quote(_now)} ({Names}) select {Prefixed(Was)} from {Backtick.Quote(_was)} as {Was}"
            + (_deletes is null ? "" : $" {_deletes.Joined("left join", Was)} where {DeletesSql.IsNone}")),
        new($"delete {Incoming} from {Staged} left join {Backtick.Quote(_was)} as {Was} on {Same(Was, Incoming)} where {IsMissing}"),
    ];

    internal override string Differences
    {
        get
        {
            var identity = Rules.Key.Select(static name => $"hex({Was}.{Backtick.Quote(name)})");
            var shown = Changes.Select(change => $"not ({Equal(change)}), {Text(change, Was)}, {Text(change, Now)}");
            return $"select concat_ws(',', {string.Join(", ", identity)}), {Place}, {KeyTexts}, {string.Join(", ", shown)} "
                + $"from {Staged} straight_join {Backtick.Quote(_now)} as {Now} on {Same(Now, Incoming)} "
                + $"straight_join {Backtick.Quote(_was)} as {Was} on {Same(Was, Incoming)} "
                + $"where not ({string.Join(" and ", Changes.Select(Equal))}) order by 1, 2";
        }
    }

    private static string Place => $"{Incoming}.{Backtick.Quote(StagingTable.Place)}";

    private string Staged => $"{Backtick.Quote(Staging)} as {Incoming}";

    private IEnumerable<CatalogColumn> Copied =>
        Binding.Table.Columns.Where(static column => !column.Denied.Contains("SELECT"));

    private string Names => Backtick.List(Copied.Select(static column => column.Name));

    private string IsMissing => $"{Was}.{Backtick.Quote(Rules.Key[0])} is null";

    private string KeyTexts => string.Join(", ", KeyColumns.Select(static column =>
        ((MySqlType)column.Catalog.Type).TextOf($"{Incoming}.{Backtick.Quote(column.Name)}")));

    // The rows whose keys are not there are inserted; IGNORE leaves the others as they are.
    internal override IReadOnlyList<NumberedSql> Merge(int round)
    {
        var statements = new List<NumberedSql>();
        if (_merge.Make(round) is { } make)
            statements.Add(new(make));
        if (_merge.Update(round) is { } update)
            statements.Add(new(update));
        var columns = Binding.Columns.Select(static column => column.Name).ToList();
        statements.Add(new(
            $"insert ignore into {Backtick.Quote(_now)} ({Backtick.List(columns)}) "
            + $"select {string.Join(", ", columns.Select(static name => $"{Incoming}.{Backtick.Quote(name)}"))} from {Staged} "
            + $"where {Incoming}.{Backtick.Quote(StagingTable.Number)} = {round}"));
        return statements;
    }

    private static string Equal(ColumnChange change) =>
        ((MySqlType)change.Column.Type).SameContent(Column(Was, change), Column(Now, change));

    private static string Text(ColumnChange change, string of) => ((MySqlType)change.Column.Type).TextOf(Column(of, change));

    private static string Column(string of, ColumnChange change) => $"{of}.{Backtick.Quote(change.Column.Name)}";

    private string Prefixed(string of) => string.Join(", ", Copied.Select(column => $"{of}.{Backtick.Quote(column.Name)}"));

    private string Same(string one, string other) => KeySql.Same(one, other, KeyColumns, static _ => false);
}

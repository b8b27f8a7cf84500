using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Verifying;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>What settles suspects in PostgreSQL.</summary>
internal sealed class SettleSql : SettleStatements
{
    private const string Was = "dataflux_was";
    private const string Now = "dataflux_now";

    private readonly RowComparison _comparison;
    private readonly MergeSql _merge;
    private readonly DeletesSql? _deletes;
    private readonly string _name;
    private readonly string _staging;
    private readonly string _rows;

    /// <param name="suspects">The records.</param>
    /// <param name="deletes">The deletes of the table; <see langword="null"/>: there are none.</param>
    /// <param name="number">Tells its temporary tables from others of the connection.</param>
    internal SettleSql(Suspects suspects, DeletesSql? deletes, int number)
        : base(suspects)
    {
        (_name, _rows, _deletes) = ($"dataflux_settled_records_{number}", $"dataflux_settled_rows_{number}", deletes);
        _staging = StagingTable.SqlOf(_name);
        _comparison = new(Binding, Rules);

        // The profile's expressions call it by the table's name.
        var copy = Binding with
        {
            Table = Binding.Table with { Schema = "pg_temp", Name = _rows, IsPartitioned = false, MaySwallow = false, HasHeirs = false },
            Alias = _comparison.Alias,
        };
        _merge = new(copy, Rules);
    }

    internal override string Make => $"""
        {StagingTable.CreateSql(_name, Binding.Columns, hasPlaces: true)};
        create temp table {_rows} (like {Identifier.Quote(Binding.Table.Schema, Binding.Table.Name)} including generated) on commit delete rows;{TakeNulls}
        create unique index on pg_temp.{_rows} ({Identifier.List(Rules.Key)}){(Binding.Table.TakesNullsAsEqual(Rules.Key) ? " nulls not distinct" : "")}
        """;

    internal override string Drop => $"drop table {_staging}, pg_temp.{_rows}";

    /// <summary>Takes the records.</summary>
    internal string CopyIn => StagingTable.CopySql(_name);

    internal override NumberedSql? MakeRounds => new(_merge.MakeRounds(_staging), 0);

    internal override string Missing => $"""
        select {Place}, {KeyTexts(RowComparison.Incoming)}
        from (select {StagingTable.Staged(Binding.Columns)}, {Identifier.Quote(StagingTable.Place)} from {_staging}) as {RowComparison.Incoming}
        where {_comparison.IsMissing()}
        order by {string.Join(", ", Enumerable.Range(2, Rules.Key.Count))}, 1
        """;

    internal override string? LeaveOutDeleted => _deletes is null ? null : $"""
        delete from {_staging} as gone
        using (select {StagingTable.Staged(KeyColumns)}, {Identifier.Quote(StagingTable.Place)}, ctid as "dataflux row"
               from {_staging}) as {RowComparison.Incoming},
              {_deletes.Gone} as deleted
        where gone.ctid = {RowComparison.Incoming}."dataflux row" and {_deletes.Same(RowComparison.Incoming, "deleted")}
          and {Place} < deleted.{Identifier.Quote(StagingTable.Place)}
        """;

    internal override string? MarkOverwritten => _deletes?.MarkOverwritten($"(select {StagingTable.Staged(KeyColumns)} from {_staging})");

    // One that was deleted between begins as none.
    internal override IReadOnlyList<NumberedSql> Copy => [new(CopyRows, 0), new(LeaveOut)];

    private string CopyRows
    {
        get
        {
            var columns = Binding.Table.Columns.Where(static column => !column.IsGenerated).Select(static column => column.Name).ToList();
            return $"""
                insert into pg_temp.{_rows} ({Identifier.List(columns)})
                select {string.Join(", ", columns.Select(name => $"{_comparison.Alias}.{Identifier.Quote(name)}"))}
                from {_comparison.Rows}
                join (select {StagingTable.Staged(KeyColumns)} from {_staging} where {Identifier.Quote(StagingTable.Number)} = $1) as {RowComparison.Incoming}
                on {_comparison.SameKey(RowComparison.Incoming)}{(_deletes is null ? "" : $"""

                where not exists (select from {_deletes.Gone} as deleted where {_deletes.Same(RowComparison.Incoming, "deleted")})
                """)}
                """;
        }
    }

    private string LeaveOut => $"""
        delete from {_staging} as gone
        using (select {StagingTable.Staged(KeyColumns)}, ctid as "dataflux row" from {_staging}) as {RowComparison.Incoming}
        where gone.ctid = {RowComparison.Incoming}."dataflux row" and {_comparison.IsMissing()}
        """;

    internal override IReadOnlyList<NumberedSql> Merge(int round) => [new(_merge.Merge(_staging, passOver: false), round)];

    internal override string Differences
    {
        get
        {
            var shown = Changes.Select(change => $"{Distinct(change)}, {Column(Was, change)}::text, {Column(Now, change)}::text");
            var compared = string.Join(", ", Changes.Select(change => Column(Was, change)).Distinct());

            // Record by record through the index: without that, a server that knows nothing of temporary tables may read and sort the
            // whole table.
            return $"""
                select {Was}."dataflux row", {Place}, {KeyTexts(RowComparison.Incoming)}, {string.Join(", ", shown)}
                from (select {StagingTable.Staged(KeyColumns)}, {Identifier.Quote(StagingTable.Place)} from {_staging}) as {RowComparison.Incoming}
                join pg_temp.{_rows} as {Now} on {_comparison.SameKey(Now, RowComparison.Incoming)}
                cross join lateral (
                  select {Was}.tableoid::text || {Was}.ctid::text as "dataflux row", {compared}
                  from {(Binding.Table.HasHeirs ? "only " : "")}{Identifier.Quote(Binding.Table.Schema, Binding.Table.Name)} as {Was}
                  where {_comparison.SameKey(Was, RowComparison.Incoming)} offset 0) as {Was}
                where {string.Join(" or ", Changes.Select(Distinct))}
                order by 1, 2
                """;
        }
    }

    private string TakeNulls
    {
        get
        {
            var columns = Binding.Table.Columns.Where(static column => column.NotNull)
                .Select(static column => $"alter column {Identifier.Quote(column.Name)} drop not null");
            return string.Join(", ", columns) is { Length: > 0 } changes ? $"\nalter table pg_temp.{_rows} {changes};" : "";
        }
    }

    private static string Place => $"{RowComparison.Incoming}.{Identifier.Quote(StagingTable.Place)}";

    private string KeyTexts(string of) => string.Join(", ", Rules.Key.Select(name => $"{of}.{Identifier.Quote(name)}::text"));

    private static string Column(string of, ColumnChange change) => $"{of}.{Identifier.Quote(change.Column.Name)}";

    private static string Distinct(ColumnChange change)
    {
        var (was, now) = (Column(Was, change), Column(Now, change));
        return change.Column.HasExactEquality
            ? $"{was} is distinct from {now}"
            : $"{was}::text collate \"C\" is distinct from {now}::text collate \"C\"";
    }
}

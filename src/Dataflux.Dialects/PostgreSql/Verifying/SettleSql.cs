using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>
/// The SQL that settles suspects: their rows are copied, written as a run would write them, and compared with the originals.
/// </summary>
internal sealed class SettleSql
{
    private const string Was = "dataflux_was";
    private const string Now = "dataflux_now";

    private readonly TableBinding _binding;
    private readonly MergeRules _rules;
    private readonly TableBinding _copy;
    private readonly RowComparison _comparison;
    private readonly MergeSql _merge;
    private readonly DeletesSql? _deletes;
    private readonly string _name;
    private readonly string _staging;
    private readonly string _rows;

    /// <param name="binding">The records' type with its table.</param>
    /// <param name="rules">What counts as a change.</param>
    /// <param name="deletes">The deletes of the table; <see langword="null"/>: there are none.</param>
    /// <param name="number">Tells its temporary tables from others of the connection.</param>
    internal SettleSql(TableBinding binding, MergeRules rules, DeletesSql? deletes, int number)
    {
        (_name, _rows, _deletes) = ($"dataflux_settled_records_{number}", $"dataflux_settled_rows_{number}", deletes);
        _staging = StagingTable.SqlOf(_name);
        (_binding, _rules, _comparison) = (binding, rules, new(binding, rules));
        Changes = [.. rules.Changes.Where(static change => !change.IsTouch)];

        // The profile's expressions call it by the table's name.
        _copy = binding with
        {
            Table = binding.Table with { Schema = "pg_temp", Name = _rows, IsPartitioned = false, MaySwallow = false, HasHeirs = false },
            Alias = _comparison.Alias,
        };
        _merge = new(_copy, rules);
    }

    /// <summary>The columns that are compared.</summary>
    internal IReadOnlyList<ColumnChange> Changes { get; }

    /// <summary>Makes the two temporary tables. The copies take what the table would refuse: that is said as a difference, too.</summary>
    internal string Make => $"""
        {StagingTable.CreateSql(_name, _binding.Columns, hasPlaces: true)};
        create temp table {_rows} (like {Identifier.Quote(_binding.Table.Schema, _binding.Table.Name)} including generated) on commit delete rows;{TakeNulls}
        create unique index on pg_temp.{_rows} ({Identifier.List(_rules.Key)}){(_binding.Table.TakesNullsAsEqual(_rules.Key) ? " nulls not distinct" : "")}
        """;

    /// <summary>Drops them.</summary>
    internal string Drop => $"drop table {_staging}, pg_temp.{_rows}";

    /// <summary>Takes the records.</summary>
    internal string CopyIn => StagingTable.CopySql(_name);

    /// <summary>Makes rounds of the places, see <see cref="MergeSql.MakeRounds"/>.</summary>
    internal string MakeRounds => _merge.MakeRounds(_staging);

    /// <summary>Gives the places and keys of the records whose rows are not there.</summary>
    internal string Missing => $"""
        select {Place}, {KeyTexts(RowComparison.Incoming)}
        from (select {StagingTable.Staged(_binding.Columns)}, {Identifier.Quote(StagingTable.Place)} from {_staging}) as {RowComparison.Incoming}
        where {_comparison.IsMissing()}
        order by {string.Join(", ", Enumerable.Range(2, _rules.Key.Count))}, 1
        """;

    /// <summary>Leaves out the records that a delete of their key comes after.</summary>
    internal string? LeaveOutDeleted => _deletes is null ? null : $"""
        delete from {_staging} as gone
        using (select {StagingTable.Staged(KeyColumns)}, {Identifier.Quote(StagingTable.Place)}, ctid as "dataflux row"
               from {_staging}) as {RowComparison.Incoming},
              {_deletes.Keys} as deleted
        where gone.ctid = {RowComparison.Incoming}."dataflux row" and {_deletes.Same(RowComparison.Incoming, "deleted")}
          and {Place} < deleted.{Identifier.Quote(StagingTable.Place)}
        """;

    /// <summary>Says of the deletes that a record comes after them.</summary>
    internal string? MarkOverwritten => _deletes?.MarkOverwritten($"(select {StagingTable.Staged(KeyColumns)} from {_staging})");

    /// <summary>Copies the rows of the records; one that was deleted between begins as none.</summary>
    internal string CopyRows
    {
        get
        {
            var columns = _binding.Table.Columns.Where(static column => !column.IsGenerated).Select(static column => column.Name).ToList();
            return $"""
                insert into pg_temp.{_rows} ({Identifier.List(columns)})
                select {string.Join(", ", columns.Select(name => $"{_comparison.Alias}.{Identifier.Quote(name)}"))}
                from {_comparison.Rows}
                join (select {StagingTable.Staged(KeyColumns)} from {_staging} where {Identifier.Quote(StagingTable.Number)} = $1) as {RowComparison.Incoming}
                on {_comparison.SameKey(RowComparison.Incoming)}{(_deletes is null ? "" : $"""

                where not exists (select from {_deletes.Keys} as deleted where {_deletes.Same(RowComparison.Incoming, "deleted")})
                """)}
                """;
        }
    }

    /// <summary>Leaves out the records whose rows are not there.</summary>
    internal string LeaveOut => $"""
        delete from {_staging} as gone
        using (select {StagingTable.Staged(KeyColumns)}, ctid as "dataflux row" from {_staging}) as {RowComparison.Incoming}
        where gone.ctid = {RowComparison.Incoming}."dataflux row" and {_comparison.IsMissing()}
        """;

    /// <summary>Writes the records of round <c>$1</c> into the copies.</summary>
    internal string Merge => _merge.Merge(_staging, passOver: false);

    /// <summary>
    /// Gives, for each record whose row differs from its copy: row, place, key, and of each column whether it differs, its value and the
    /// copy's.
    /// </summary>
    internal string Differences
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
                  from {(_binding.Table.HasHeirs ? "only " : "")}{Identifier.Quote(_binding.Table.Schema, _binding.Table.Name)} as {Was}
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
            var columns = _binding.Table.Columns.Where(static column => column.NotNull)
                .Select(static column => $"alter column {Identifier.Quote(column.Name)} drop not null");
            return string.Join(", ", columns) is { Length: > 0 } changes ? $"\nalter table pg_temp.{_rows} {changes};" : "";
        }
    }

    private static string Place => $"{RowComparison.Incoming}.{Identifier.Quote(StagingTable.Place)}";

    private IReadOnlyList<BoundColumn> KeyColumns => [.. _rules.Key.Select(name => _binding.Column(name)!)];

    private string KeyTexts(string of) => string.Join(", ", _rules.Key.Select(name => $"{of}.{Identifier.Quote(name)}::text"));

    private static string Column(string of, ColumnChange change) => $"{of}.{Identifier.Quote(change.Column.Name)}";

    private static string Distinct(ColumnChange change)
    {
        var (was, now) = (Column(Was, change), Column(Now, change));
        return change.Column.HasExactEquality
            ? $"{was} is distinct from {now}"
            : $"{was}::text collate \"C\" is distinct from {now}::text collate \"C\"";
    }
}

using Dataflux.Dialects.PostgreSql.Merging;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>The SQL that settles suspects: their rows are copied, written as a run would write them, and compared with the originals.</summary>
internal sealed class SettleSql
{
    private const string Staging = "dataflux_settled_records";
    private const string Copy = "dataflux_settled_rows";
    private const string Was = "dataflux_was";
    private const string Now = "dataflux_now";

    private readonly TableBinding _binding;
    private readonly MergeRules _rules;
    private readonly TableBinding _copy;
    private readonly RowComparison _comparison;
    private readonly MergeSql _merge;
    private readonly string _staging = StagingTable.SqlOf(Staging);

    internal SettleSql(TableBinding binding, MergeRules rules)
    {
        (_binding, _rules, _comparison) = (binding, rules, new(binding, rules));
        Changes = [.. rules.Changes.Where(static change => !change.IsTouch)];

        // The profile's expressions call it by the table's name.
        _copy = binding with
        {
            Table = binding.Table with { Schema = "pg_temp", Name = Copy, Kind = 'r', MaySwallow = false, HasHeirs = false },
            Alias = _comparison.Alias,
        };
        _merge = new(_copy, rules);
    }

    /// <summary>The columns that are compared.</summary>
    internal IReadOnlyList<ColumnChange> Changes { get; }

    /// <summary>Makes the two temporary tables.</summary>
    internal string Make => $"""
        {StagingTable.CreateSql(Staging, _binding.Columns, hasPlaces: true)};
        create temp table {Copy} (like {Identifier.Quote(_binding.Table.Schema, _binding.Table.Name)} including generated) on commit delete rows;
        create unique index on pg_temp.{Copy} ({Identifier.List(_rules.Key)}){(_binding.Table.TakesNullsAsEqual(_rules.Key) ? " nulls not distinct" : "")}
        """;

    /// <summary>Drops them.</summary>
    internal static string Drop => $"drop table pg_temp.{Staging}, pg_temp.{Copy}";

    /// <summary>Takes the records.</summary>
    internal static string CopyIn => StagingTable.CopySql(Staging);

    /// <summary>Makes rounds of the places, see <see cref="MergeSql.MakeRounds"/>.</summary>
    internal string MakeRounds => _merge.MakeRounds(_staging);

    /// <summary>Gives the places and keys of the records whose rows are not there.</summary>
    internal string Missing => $"""
        select {Place}, {KeyTexts(RowComparison.Incoming)}
        from (select {StagingTable.Staged(_binding.Columns)}, {Identifier.Quote(StagingTable.Place)} from {_staging}) as {RowComparison.Incoming}
        where {_comparison.IsMissing()}
        order by {string.Join(", ", Enumerable.Range(2, _rules.Key.Count))}, 1
        """;

    /// <summary>Copies the rows of the records.</summary>
    internal string CopyRows
    {
        get
        {
            var columns = _binding.Table.Columns.Where(static column => !column.IsGenerated).Select(static column => column.Name).ToList();
            return $"""
                insert into pg_temp.{Copy} ({Identifier.List(columns)})
                select {string.Join(", ", columns.Select(name => $"{_comparison.Alias}.{Identifier.Quote(name)}"))}
                from {_comparison.Rows}
                join (select {StagingTable.Staged(KeyColumns)} from {_staging} where {Identifier.Quote(StagingTable.Number)} = $1) as {RowComparison.Incoming}
                on {_comparison.SameKey(RowComparison.Incoming)}
                """;
        }
    }

    /// <summary>Leaves out the records whose rows are not there.</summary>
    internal string LeaveOut => $"""
        delete from {_staging} as gone
        using (select {StagingTable.Staged(KeyColumns)}, ctid as "dataflux row" from {_staging}) as {RowComparison.Incoming}
        where gone.ctid = {RowComparison.Incoming}."dataflux row" and {new RowComparison(_copy, _rules).IsMissing()}
        """;

    /// <summary>Writes the records of round <c>$1</c> into the copies.</summary>
    internal string Merge => _merge.Merge(_staging, passOver: false);

    /// <summary>Gives, for each record whose row differs from its copy: row, place, key, and of each column whether it differs, its value and the copy's.</summary>
    internal string Differences
    {
        get
        {
            var shown = Changes.Select(change => $"{Distinct(change)}, {Was}.{Identifier.Quote(change.Column.Name)}::text, {Now}.{Identifier.Quote(change.Column.Name)}::text");
            return $"""
                select {Was}.tableoid::text || {Was}.ctid::text, {Place}, {KeyTexts(RowComparison.Incoming)}, {string.Join(", ", shown)}
                from (select {StagingTable.Staged(KeyColumns)}, {Identifier.Quote(StagingTable.Place)} from {_staging}) as {RowComparison.Incoming}
                join {(_binding.Table.HasHeirs ? "only " : "")}{Identifier.Quote(_binding.Table.Schema, _binding.Table.Name)} as {Was} on {_comparison.SameKey(Was, RowComparison.Incoming)}
                join pg_temp.{Copy} as {Now} on {_comparison.SameKey(Now, RowComparison.Incoming)}
                where {string.Join(" or ", Changes.Select(Distinct))}
                order by 1, 2
                """;
        }
    }

    private static string Place => $"{RowComparison.Incoming}.{Identifier.Quote(StagingTable.Place)}";

    private IReadOnlyList<BoundColumn> KeyColumns => [.. _rules.Key.Select(name => _binding.Column(name)!)];

    private string KeyTexts(string of) => string.Join(", ", _rules.Key.Select(name => $"{of}.{Identifier.Quote(name)}::text"));

    private static string Distinct(ColumnChange change)
    {
        var name = Identifier.Quote(change.Column.Name);
        return change.Column.HasExactEquality ? $"{Was}.{name} is distinct from {Now}.{name}"
            : $"{Was}.{name}::text collate \"C\" is distinct from {Now}.{name}::text collate \"C\"";
    }
}

using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Profiles;

namespace Dataflux.Dialects.MySql.Verifying;

/// <summary>The SQL that tells which rows would change something, from no more of them than that takes.</summary>
internal sealed class ComparedSql
{
    private const string Incoming = MergeSql.Incoming;
    private const string Values = "dataflux_values";
    private readonly TableBinding _binding;
    private readonly MergeRules _rules;
    private readonly string _made;
    private readonly string _alias;

    /// <param name="binding">The records' type with its table.</param>
    /// <param name="rules">What counts as a change.</param>
    /// <param name="staging">The table that takes records.</param>
    internal ComparedSql(TableBinding binding, MergeRules rules, string staging)
    {
        (_binding, _rules, Staging, _made, _alias) = (binding, rules, staging, staging + "_made", MergeSql.AliasOf(binding));
        Sent = binding with { Columns = [.. binding.Columns.Where(Decides)] };
    }

    /// <summary>The table that takes records.</summary>
    internal string Staging { get; }

    /// <summary>The table with the columns that are sent.</summary>
    internal TableBinding Sent { get; }

    /// <summary>Makes the temporary tables.</summary>
    internal string MakeTables
    {
        get
        {
            var staging = StagingTable.Make(Staging, Sent.Columns, made: []);
            return Set.Count == 0 ? staging : $"{staging}; {StagingTable.Make(_made, columns: [], Set, index: [StagingTable.Number])}";
        }
    }

    // A column that is combined changes at most where the incoming value is not the one that is there; what is settled tells the rest.
    private List<ColumnChange> Set => [.. _rules.Changes.Where(static change => change.Kind == UpsertRuleKind.Set)];

    private string SameKey => KeySql.Same(_alias, Incoming, _rules.Key.Select(name => _binding.Column(name)!), static _ => false);

    private string Table => $"{_binding.Flavour.Quote(_binding.Table)} as {_alias}";

    private static string Number => $"{Incoming}.{Backtick.Quote(StagingTable.Number)}";

    /// <summary>
    /// Has the rules make their values for the records from a number on; <see langword="null"/>: they make none.
    /// </summary>
    internal string? MakeValues(int first)
    {
        if (Set.Count == 0)
            return null;
        var names = Set.Select(static change => StagingTable.Made(change.Column.Name)).Append(StagingTable.Number);
        var values = Set.Select(static change => change.Expression).Append(Number);
        return $"insert into {Backtick.Quote(_made)} ({Backtick.List(names)}) select {string.Join(", ", values)} "
            + $"from {Backtick.Quote(Staging)} as {Incoming} straight_join {Table} on {SameKey} where {Number} >= {first}";
    }

    /// <summary>Gives the numbers, from one on, of the records that are not there yet or would change what is there.</summary>
    internal string Changed(int first)
    {
        var missing = $"{_alias}.{Backtick.Quote(_rules.Key[0])} is null";
        var compared = _rules.Changes.Where(static change => !change.IsTouch).ToList();
        var values = Set.Count == 0 ? ""
            : $"left join {Backtick.Quote(_made)} as {Values} on {Values}.{Backtick.Quote(StagingTable.Number)} = {Number} ";
        return $"select {Number} from {Backtick.Quote(Staging)} as {Incoming} left join {Table} on {SameKey} {values}"
            + $"where {Number} >= {first} and ({missing}"
            + (compared.Count == 0 ? ")" : $" or not ({string.Join(" and ", compared.Select(Same))}))");
    }

    private string Same(ColumnChange change)
    {
        var incoming = change.Kind == UpsertRuleKind.Set
            ? $"{Values}.{Backtick.Quote(StagingTable.Made(change.Column.Name))}"
            : $"{Incoming}.{Backtick.Quote(change.Column.Name)}";
        return ((MySqlType)change.Column.Type).SameContent($"{_alias}.{Backtick.Quote(change.Column.Name)}", incoming);
    }

    // Where an expression of the profile is asked in any case, it may look at every column.
    private bool Decides(BoundColumn column) => _rules.Key.Contains(column.Name)
        || _rules.Changes.Any(change => change.Kind == UpsertRuleKind.Set || (!change.IsTouch && change.Column.Name == column.Name));
}

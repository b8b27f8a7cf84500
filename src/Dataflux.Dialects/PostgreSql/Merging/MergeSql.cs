using System.Text;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>The SQL of one record type and its rules. Text only; the same input gives the same text.</summary>
internal sealed class MergeSql(TableBinding binding, MergeRules rules)
{
    private const string Incoming = RowComparison.Incoming;

    private readonly RowComparison _comparison = new(binding, rules);

    /// <summary>Copies rows straight into the table.</summary>
    internal string CopyNew() =>
        $"copy {Identifier.Quote(binding.Table.Schema, binding.Table.Name)} ({Identifier.List(binding.Columns.Select(c => c.Name))}) from stdin (format binary)";

    /// <summary>
    /// Merges the rows of round <c>$1</c> and counts: rows inserted, rows written.
    /// </summary>
    /// <param name="staging">The staging table for SQL; its number is the round.</param>
    /// <param name="passOver">
    /// Whether rows that would not change are dropped before the insert. Without it every one of them is locked, which
    /// dirties its page and writes WAL; with it every row costs one more look into the index. Which is better depends on the
    /// data, and the result is the same, so the writer chooses batch by batch (see <see cref="StagingWriter{TRecord}"/>).
    /// </param>
    internal string Merge(string staging, bool passOver)
    {
        var partitioned = binding.Table.Kind == 'p';
        var sql = new StringBuilder();
        sql.Append("with written as (\n");
        sql.Append($"insert into {_comparison.Table} ({Identifier.List(binding.Columns.Select(c => c.Name))})\n");
        if (binding.Columns.Any(c => c.Catalog.IsIdentityAlways))
            sql.Append("overriding system value\n");
        sql.Append($"select {Prefixed(Incoming, binding.Columns.Select(c => c.Name))}\n");
        sql.Append($"from (select {StagingTable.Staged(binding.Columns)} from {staging} where {Identifier.Quote(StagingTable.Number)} = $1) as {Incoming}\n");
        if (passOver)
            sql.Append("where ").Append(_comparison.ChangesSomething()).Append('\n');

        // Sorted, so that writers side by side lock rows in one order.
        sql.Append($"order by {Prefixed(Incoming, rules.Key)}\n");
        sql.Append($"on conflict ({Identifier.List(rules.Key)}) ");
        if (rules.Changes.Count == 0)
        {
            sql.Append("do nothing\n");
        }
        else
        {
            sql.Append("do update set\n  ").AppendJoin(",\n  ", rules.Changes.Select(Assignment)).Append('\n');
            sql.Append("where ").Append(_comparison.Differences()).Append('\n');
        }

        // xmax is 0 in a new row version that replaced none; a partitioned table does not give it, but the statement's
        // snapshot still shows which keys were not there before.
        sql.Append(partitioned ? $"returning {Prefixed(_comparison.Alias, rules.Key)})\n" : "returning xmax = 0 as inserted)\n");
        sql.Append(partitioned
            ? $"select count(*) filter (where not exists (select from {_comparison.Table} where {_comparison.SameKey("written")})), count(*) from written"
            : "select count(*) filter (where inserted), count(*) from written");
        return sql.ToString();
    }

    /// <summary>Makes rounds of the places from <c>$1</c> on, by what the server calls equal, and gives their number.</summary>
    /// <param name="staging">The staging table for SQL; its number is the place.</param>
    internal string MakeRounds(string staging)
    {
        var number = Identifier.Quote(StagingTable.Number);
        var key = rules.Key.Select(name => binding.Column(name)!).ToList();
        var equal = key.Select(c => Identifier.Quote(c.Name) + (c.Catalog.LooseCollation is { } collation ? $" collate {collation}" : ""));
        return $"""
            with rounds as (
            update {staging} as staged set {number} = $1 + placed."dataflux round"
            from (
              select "dataflux row", (row_number() over (partition by {string.Join(", ", equal)} order by {number}))::int - 1 as "dataflux round"
              from (select {StagingTable.Staged(key)}, {number}, ctid as "dataflux row" from {staging} where {number} >= $1) as rows) as placed
            where staged.ctid = placed."dataflux row"
            returning placed."dataflux round")
            select coalesce(max("dataflux round") + 1, 0) from rounds
            """;
    }

    private string Assignment(ColumnChange change)
    {
        var expression = change.Expression ?? RowComparison.IncomingOf(change);
        return $"{Identifier.Quote(change.Column.Name)} = " + (change.Kind == UpsertRuleKind.Combine
            ? $"case when {_comparison.Distinct(change)} then {expression} else {_comparison.ExistingOf(change)} end"
            : expression);
    }

    private static string Prefixed(string prefix, IEnumerable<string> names) =>
        string.Join(", ", names.Select(n => $"{prefix}.{Identifier.Quote(n)}"));
}

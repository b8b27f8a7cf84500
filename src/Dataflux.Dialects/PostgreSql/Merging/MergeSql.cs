using System.Text;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>The SQL of one record type and its rules. Text only; the same input gives the same text.</summary>
internal sealed class MergeSql(TableBinding binding, MergeRules rules, ImageTable? images = null)
{
    private const string Incoming = RowComparison.Incoming;
    private const string Written = RowComparison.Written;
    private const string Inserted = "inserted";

    private readonly RowComparison _comparison = new(binding, rules);

    /// <summary>Copies rows straight into the table.</summary>
    internal string CopyNew() =>
        $"copy {Identifier.Quote(binding.Table.Schema, binding.Table.Name)} ({Names}) from stdin (format binary)";

    /// <summary>
    /// Merges the rows of round <c>$1</c> and counts: rows inserted, rows written. With images of what it changes it leaves out rows that
    /// are there and have
    /// none, and counts last how many it left out.
    /// </summary>
    /// <param name="staging">The staging table for SQL; its number is the round.</param>
    /// <param name="passOver">
    /// Whether rows that would not change are dropped before the insert. Without it every one of them is locked, which
    /// dirties its page and writes WAL; with it every row costs one more look into the index. Which is better depends on the
    /// data, and the result is the same, so the writer chooses batch by batch (see <see cref="MergingWriter{TRecord}"/>).
    /// </param>
    internal string Merge(string staging, bool passOver)
    {
        var partitioned = binding.Table.IsPartitioned;
        var sql = new StringBuilder();
        sql.Append($"with {RowComparison.Written} as (\n");
        sql.Append($"insert into {_comparison.Table} ({Names}){Overriding}\n");
        sql.Append($"select {Prefixed(Incoming, binding.Columns.Select(c => c.Name))}\n");
        sql.Append(
            $"from (select {StagingTable.Staged(binding.Columns)} from {staging} where {Identifier.Quote(StagingTable.Number)} = $1) as "
            + $"{Incoming}\n");
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
            sql.Append(images is null
                ? $"where {_comparison.Differences()}\n"
                : $"where ({_comparison.Differences()}) and {ImageSql.IsKept(images, _comparison.Alias)}\n");
        }

        // xmax is 0 in a new row version that replaced none; a partitioned table does not give it, but the statement's
        // snapshot still shows which keys were not there before.
        var returned = (partitioned ? [] : new[] { $"xmax = 0 as {Inserted}" })
            .Concat(partitioned || MaySwallow || images is not null ? [Prefixed(_comparison.Alias, rules.Key)] : [])
            .Concat(images is null ? [] : ImageSql.Returned(images, _comparison.Alias));
        sql.Append($"returning {string.Join(", ", returned)})\n");
        if (images is not null)
            sql.Append($", \"dataflux kept\" as (\n{ImageSql.KeepWritten(images, Written)})\n");
        var inserted = partitioned ? $"not exists (select from {_comparison.Rows} where {_comparison.SameKey(Written)})" : Inserted;
        sql.Append($"select count(*) filter (where {inserted}), count(*){(MaySwallow ? LeftOut(staging) : "")}");
        sql.Append($"{(images is null ? "" : CountLeft(staging))} from {Written}");
        return sql.ToString();
    }

    /// <summary>
    /// Locks the rows of the table that round <c>$1</c> will change, keeps their images, and counts those that are new; <see
    /// langword="null"/>: nothing is to be
    /// kept before a merge.
    /// </summary>
    /// <param name="staging">The staging table for SQL; its number is the round.</param>
    internal string? KeepChanging(string staging) => images is null || rules.Changes.Count == 0 ? null : $"""
        with changing as materialized (
        select existing.*
        from ({Round(staging)} order by {Identifier.List(rules.Key)}) as {Incoming}
        cross join lateral (
          select {ImageSql.Found(images, _comparison.Alias)} from {_comparison.Rows}
          where {_comparison.SameKey(Incoming)}
          and ({_comparison.Differences()}) offset 0 for no key update) as existing),
        kept as (
        {ImageSql.KeepFound(images, "changing")})
        select count(*) from kept
        """;

    /// <summary>
    /// Gives the places of the rows of round <c>$1</c> that are not in the table after their merge, and of those among <c>$2</c>, which
    /// were not written, that the table has otherwise; and whether it is the former.
    /// </summary>
    /// <param name="staging">The staging table for SQL; its number is the round.</param>
    internal string NotTaken(string staging) => $"""
        select {Place}, {_comparison.IsMissing()}
        from ({Staged(staging)}) as {Incoming}
        where {_comparison.IsMissing()}
          or ({Place} = any ($2) and {_comparison.ChangesSomething()})
        """;

    /// <summary>
    /// Writes the rows at the places <c>$2</c> without asking what they change, and gives the places of those that come back.
    /// </summary>
    /// <param name="staging">The staging table for SQL; its number is the round.</param>
    internal string? Trial(string staging) => rules.Changes.Count == 0 ? null : $"""
        with {Written} as (
        insert into {_comparison.Table} ({Names}){Overriding}
        select {Prefixed(Incoming, binding.Columns.Select(c => c.Name))}
        from ({Staged(staging)} and {Identifier.Quote(StagingTable.Place)} = any ($2)) as {Incoming}
        order by {Prefixed(Incoming, rules.Key)}
        on conflict ({Identifier.List(rules.Key)}) do update set {string.Join(", ", rules.Changes.Select(Assignment))}
        returning {Prefixed(_comparison.Alias, rules.Key)})
        select {Place}
        from ({Staged(staging)} and {Identifier.Quote(StagingTable.Place)} = any ($2)) as {Incoming}
        where exists (select from {Written} where {_comparison.SameKey(Written, Incoming)})
        """;

    private static string Place => $"{Incoming}.{Identifier.Quote(StagingTable.Place)}";

    private string Names => Identifier.List(binding.Columns.Select(c => c.Name));

    private string Overriding => binding.Columns.Any(c => c.Catalog.IsIdentityAlways) ? "\noverriding system value" : "";

    private bool MaySwallow => binding.Table.MaySwallow;

    /// <summary>The places of the rows that were not written.</summary>
    private string LeftOut(string staging) => $"""
        , array(
          select {Place}
          from ({Staged(staging)}) as {Incoming}
          where not exists (select from {Written} where {_comparison.SameKey(Written, Incoming)}))
        """;

    /// <summary>How many rows were not written although they would change something.</summary>
    private string CountLeft(string staging) => $"""
        , (select count(*) from (
          select * from ({Round(staging)}) as {Incoming}
          where not exists (select from {Written} where {_comparison.SameKey(Written, Incoming)}) offset 0) as {Incoming}
          where {_comparison.ChangesSomething()})
        """;

    private string Round(string staging) =>
        $"select {StagingTable.Staged(binding.Columns)} from {staging} where {Identifier.Quote(StagingTable.Number)} = $1";

    private string Staged(string staging) =>
        $"select {StagingTable.Staged(binding.Columns)}, {Identifier.Quote(StagingTable.Place)} from {staging} where "
        + $"{Identifier.Quote(StagingTable.Number)} = $1";

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

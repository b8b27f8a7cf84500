using System.Text;
using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>The SQL of one record type and its rules. Text only; the same input gives the same text.</summary>
internal sealed class MergeSql(TableBinding binding, MergeRules rules)
{
    /// <summary>The staging column that says in which round a row is merged: the occurrences of one key go one after the other.</summary>
    internal const string Round = "dataflux round";

    private const string Incoming = "excluded";

    private readonly string _table = Identifier.Quote(binding.Table.Schema, binding.Table.Name);

    // The profile's expressions call the table by its bare name, whatever its schema.
    private readonly string _alias = Identifier.Quote(binding.Table.Name);

    /// <summary>Makes the staging table; it is emptied by every commit.</summary>
    internal string CreateStaging(string staging)
    {
        var columns = binding.Columns.Select(c => $"{Identifier.Quote(c.Name)} {(c.Encoding.IsCast ? "text" : c.Catalog.Type.Sql)}");
        return $"create temp table {Identifier.Quote(staging)} ({string.Join(", ", columns)}, {Identifier.Quote(Round)} integer) on commit delete rows";
    }

    /// <summary>Fills the staging table.</summary>
    internal static string Copy(string staging) => $"copy pg_temp.{Identifier.Quote(staging)} from stdin (format binary)";

    /// <summary>Copies rows straight into the table.</summary>
    internal string CopyNew() => $"copy {_table} ({Identifier.List(binding.Columns.Select(c => c.Name))}) from stdin (format binary)";

    /// <summary>
    /// Merges the rows of round <c>$1</c> and counts: rows inserted, rows written.
    /// </summary>
    /// <param name="staging">The staging table.</param>
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
        sql.Append($"insert into {_table} as {_alias} ({Identifier.List(binding.Columns.Select(c => c.Name))})\n");
        if (binding.Columns.Any(c => c.Catalog.IsIdentityAlways))
            sql.Append("overriding system value\n");
        sql.Append($"select {Prefixed(Incoming, binding.Columns.Select(c => c.Name))}\n");
        sql.Append($"from (select {string.Join(", ", binding.Columns.Select(Staged))} from pg_temp.{Identifier.Quote(staging)} where {Identifier.Quote(Round)} = $1) as {Incoming}\n");
        if (passOver)
            AppendPassOver(sql);

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
            sql.Append("where ").Append(Differences()).Append('\n');
        }

        // xmax is 0 in a new row version that replaced none; a partitioned table does not give it, but the statement's
        // snapshot still shows which keys were not there before.
        sql.Append(partitioned ? $"returning {Prefixed(_alias, rules.Key)})\n" : "returning xmax = 0 as inserted)\n");
        sql.Append(partitioned
            ? $"select count(*) filter (where not exists (select from {_table} as {_alias} where {SameKey("written")})), count(*) from written"
            : "select count(*) filter (where inserted), count(*) from written");
        return sql.ToString();
    }

    /// <summary>"offset 0" keeps the planner from making a join of it, whose plan would be wrong as soon as the table has grown.</summary>
    private void AppendPassOver(StringBuilder sql)
    {
        sql.Append($"where not exists (select from {_table} as {_alias} where {SameKey(Incoming)}");
        if (rules.Changes.Count > 0)
            sql.Append($"\n  and not ({Differences()})");
        sql.Append(" offset 0)\n");
    }

    private string SameKey(string other) =>
        string.Join(" and ", rules.Key.Select(k => $"{_alias}.{Identifier.Quote(k)} = {other}.{Identifier.Quote(k)}"));

    private string Assignment(ColumnChange change)
    {
        var expression = change.Expression ?? IncomingOf(change);
        return $"{Identifier.Quote(change.Column.Name)} = " + (change.Kind == UpsertRuleKind.Combine
            ? $"case when {Distinct(change, IncomingOf(change))} then {expression} else {ExistingOf(change)} end"
            : expression);
    }

    /// <summary>Plain columns first: where one of them differs, documents are not compared and the profile's expressions not evaluated.</summary>
    private string Differences()
    {
        var changes = rules.Changes.Where(c => !c.IsTouch).OrderBy(c => c.Expression is not null).ToList();
        var documents = changes.Where(IsDocument).ToList();
        var differences = changes.Where(c => !IsDocument(c) && IsComparedFirst(c)).Select(Difference).ToList();
        if (documents.Count > 0)
            differences.Add(Difference(documents));
        return string.Join("\n  or ", differences.Concat(changes.Where(c => !IsComparedFirst(c)).Select(Difference)));
    }

    /// <summary>
    /// Documents whose bytes are the same are not compared member by member, or as text: of an unchanged picture that takes half as long
    /// (PostgreSQL, 9.24.6 Composite Type Comparison).
    /// </summary>
    private string Difference(List<ColumnChange> documents) =>
        $"(row({string.Join(", ", documents.Select(c => $"{ExistingOf(c)}::{c.Column.Type.Sql}"))})::record operator(pg_catalog.*<>) "
        + $"row({string.Join(", ", documents.Select(c => $"{IncomingOf(c)}::{c.Column.Type.Sql}"))})::record "
        + $"and ({string.Join(" or ", documents.Select(Difference))}))";

    private static bool IsDocument(ColumnChange change) =>
        IsComparedFirst(change) && (change.Column.Type.Oid == TypeOid.Jsonb || !change.Column.Type.HasEquality);

    /// <summary>Whether nothing changes where the incoming value is the one that is there.</summary>
    private static bool IsComparedFirst(ColumnChange change) => change.Expression is null || change.Kind == UpsertRuleKind.Combine;

    private string Difference(ColumnChange change)
    {
        if (change.Expression is null)
            return Distinct(change, IncomingOf(change));

        var changed = Distinct(change, $"cast(({change.Expression}) as {change.Column.Rounded ?? change.Column.Type.Sql})");
        return change.Kind == UpsertRuleKind.Combine ? $"({Distinct(change, IncomingOf(change))} and {changed})" : changed;
    }

    /// <summary>Where "=" is missing (json, xml, point) or calls different values equal (citext), the text decides.</summary>
    private string Distinct(ColumnChange change, string value) => change.Column is { Type.HasEquality: true, HasLooseCollation: false }
        ? $"{ExistingOf(change)} is distinct from {value}"
        : $"{ExistingOf(change)}::text collate \"C\" is distinct from {value}::text collate \"C\"";

    private string ExistingOf(ColumnChange change) => $"{_alias}.{Identifier.Quote(change.Column.Name)}";

    private static string IncomingOf(ColumnChange change) => $"{Incoming}.{Identifier.Quote(change.Column.Name)}";

    /// <summary>A staged value as the column will hold it: cast from text, rounded to the column's precision.</summary>
    private static string Staged(BoundColumn column)
    {
        var name = Identifier.Quote(column.Name);
        var cast = column.Catalog.Rounded ?? (column.Encoding.IsCast ? column.Catalog.Type.Sql : null);
        return cast is null ? name : $"{name}::{cast} as {name}";
    }

    private static string Prefixed(string prefix, IEnumerable<string> names) =>
        string.Join(", ", names.Select(n => $"{prefix}.{Identifier.Quote(n)}"));
}

using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// SQL conditions between a row of the table and an incoming one: whether their keys are the same, and whether the rules change anything.
/// </summary>
/// <param name="binding">The table.</param>
/// <param name="rules">What counts as a change.</param>
/// <param name="texts">
/// The incoming columns that hold the text of a <c>jsonb</c> document as the server writes it, by the document's column. Where such texts
/// are the same, so are the documents.
/// </param>
internal sealed class RowComparison(TableBinding binding, MergeRules rules, IReadOnlyDictionary<string, string>? texts = null)
{
    /// <summary>What the incoming row is called; profiles call it so too.</summary>
    internal const string Incoming = "excluded";

    /// <summary>What the rows that a merge has written are called.</summary>
    internal const string Written = "written";

    // The profile's expressions call the table by its bare name, whatever its schema; one whose name is needed for something else has
    // another.
    internal string Alias { get; } = binding.Alias is { } given
        ? given
        : binding.Table.Name is Incoming or Written ? "existing" : Identifier.Quote(binding.Table.Name);

    /// <summary>The table under its alias, to be written.</summary>
    internal string Table => $"{Identifier.Quote(binding.Table.Schema, binding.Table.Name)} as {Alias}";

    /// <summary>The table's own rows under its alias, to be read.</summary>
    internal string Rows => (binding.Table.HasHeirs ? "only " : "") + Table;

    /// <summary>Whether the table's row has the key of another one.</summary>
    internal string SameKey(string other) => SameKey(Alias, other);

    /// <summary>Whether two rows have the same key.</summary>
    internal string SameKey(string one, string other) =>
        SameKeySql.Of(
            one,
            other,
            rules.Key.Select(name => binding.Column(name)!),
            column => column.MayBeNull && binding.Table.TakesNullsAsEqual(rules.Key));

    /// <summary>Asks for the incoming rows whose keys are not in the table.</summary>
    internal string IsMissing() => $"not exists (select from {Rows} where {SameKey(Incoming)} offset 0)";

    /// <summary>
    /// Asks for the incoming rows that are not there yet or would change what is there.
    /// "offset 0" keeps the planner from making a join of it, whose plan would be wrong as soon as the table has grown.
    /// </summary>
    internal string ChangesSomething()
    {
        var sql = $"not exists (select from {Rows} where {SameKey(Incoming)}";
        if (rules.Changes.Count > 0)
            sql += $"\n  and not ({Differences()})";
        return sql + " offset 0)";
    }

    /// <summary>
    /// Plain columns first: where one of them differs, documents are not compared and the profile's expressions not evaluated.
    /// </summary>
    internal string Differences()
    {
        var changes = rules.Changes.Where(c => !c.IsTouch).OrderBy(c => c.Expression is not null).ToList();
        var documents = changes.Where(IsDocument).ToList();
        var differences = changes.Where(c => !IsDocument(c) && !IsText(c) && IsComparedFirst(c)).Select(Difference).ToList();
        if (documents.Count > 0)
            differences.Add(Difference(documents));
        differences.AddRange(changes.Where(IsText).Select(Difference));
        return string.Join("\n  or ", differences.Concat(changes.Where(c => !IsComparedFirst(c)).Select(Difference)));
    }

    /// <summary>Whether the incoming value is not the one that is there.</summary>
    internal string Distinct(ColumnChange change) => Distinct(change, IncomingOf(change));

    internal string ExistingOf(ColumnChange change) => $"{Alias}.{Identifier.Quote(change.Column.Name)}";

    internal static string IncomingOf(ColumnChange change) => $"{Incoming}.{Identifier.Quote(change.Column.Name)}";

    /// <summary>
    /// Documents whose bytes are the same are not compared member by member, or as text: of an unchanged picture that takes half as long
    /// (PostgreSQL, 9.24.6 Composite Type Comparison).
    /// </summary>
    private string Difference(List<ColumnChange> documents) =>
        $"(row({string.Join(", ", documents.Select(c => $"{ExistingOf(c)}::{c.Column.Type.Sql}"))})::record operator(pg_catalog.*<>) "
        + $"row({string.Join(", ", documents.Select(c => $"{IncomingOf(c)}::{c.Column.Type.Sql}"))})::record "
        + $"and ({string.Join(" or ", documents.Select(Difference))}))";

    private string Difference(ColumnChange change)
    {
        if (change.Expression is null)
            return Distinct(change);

        var changed = Distinct(change, $"cast(({change.Expression}) as {change.Column.Rounded ?? change.Column.Type.Sql})");
        return change.Kind == UpsertRuleKind.Combine ? $"({Distinct(change)} and {changed})" : changed;
    }

    /// <summary>
    /// Where "=" is missing (json, xml, point) or calls different values equal (citext, 30 days and a month), the text decides.
    /// </summary>
    private string Distinct(ColumnChange change, string value) => IsText(change)
        ? $"{ExistingOf(change)}::text collate \"C\" is distinct from {Incoming}.{Identifier.Quote(texts![change.Column.Name])}"
        : change.Column.IsComparedByValue
            ? $"{change.Column.Compared(ExistingOf(change))} is distinct from {change.Column.Compared(value)}"
            : $"{ExistingOf(change)}::text collate \"C\" is distinct from {value}::text collate \"C\"";

    private bool IsText(ColumnChange change) => change.Expression is null && texts is not null && texts.ContainsKey(change.Column.Name);

    private bool IsDocument(ColumnChange change) =>
        IsComparedFirst(change) && !IsText(change) && (change.Column.Type.IsDocument || !change.Column.Type.HasEquality);

    /// <summary>Whether nothing changes where the incoming value is the one that is there.</summary>
    private static bool IsComparedFirst(ColumnChange change) => change.Expression is null || change.Kind == UpsertRuleKind.Combine;
}

using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>The SQL that tells which rows would change something, from no more of them than that takes.</summary>
internal sealed class UnchangedSql
{
    private readonly TableBinding _binding;
    private readonly MergeRules _rules;

    internal UnchangedSql(TableBinding binding, MergeRules rules)
    {
        _binding = binding with { Columns = [.. binding.Columns.Where(c => Decides(c, rules)).Select(AsText)] };

        // A column that is combined changes at most where the incoming value is not the one that is there; the merge knows the rest.
        _rules = rules with
        {
            Changes = [.. rules.Changes.Select(c => c.Kind == UpsertRuleKind.Combine ? c with { Expression = null } : c)],
        };
    }

    /// <summary>The table with the columns that are sent.</summary>
    internal TableBinding Binding => _binding;

    /// <summary>Gives the numbers, from <c>$1</c> on, of the rows that are not there yet or would change what is there.</summary>
    /// <param name="staging">The staging table for SQL.</param>
    internal string Changed(string staging)
    {
        var number = Identifier.Quote(StagingTable.Number);
        var texts = _binding.Columns.Where(IsDocument).Select((c, i) => (c.Name, Text: $"dataflux text {i + 1}"))
            .ToDictionary(c => c.Name, c => c.Text);
        var staged = StagingTable.Staged(_binding.Columns)
            + string.Concat(texts.Select(t => $", {Identifier.Quote(t.Key)} as {Identifier.Quote(t.Value)}"));
        return $"""
            select {RowComparison.Incoming}.{number}
            from (select {staged}, {number} from {staging} where {number} >= $1) as {RowComparison.Incoming}
            where {new RowComparison(_binding, _rules, texts).ChangesSomething()}
            """;
    }

    /// <summary>Where an expression of the profile is asked in any case, it may look at every column.</summary>
    private static bool Decides(BoundColumn column, MergeRules rules) =>
        rules.Key.Contains(column.Name)
        || rules.Changes.Any(c => c.Kind == UpsertRuleKind.Set || (!c.IsTouch && c.Column.Name == column.Name));

    private static BoundColumn AsText(BoundColumn column) =>
        IsDocument(column)
            ? column with { Encoding = ValueEncoding.TextOfJsonb(column.Member.Property.PropertyType, (PostgreSqlType)column.Catalog.Type) }
            : column;

    private static bool IsDocument(BoundColumn column) => column.Catalog.Type.IsDocument;
}

using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Binding;

/// <summary>
/// Finds what a table would refuse of single records: nulls, members of enums without a label, deletes that a rule keeps from it.
/// </summary>
internal static class TableCautions
{
    /// <summary>What the records of a type may bring that their table refuses.</summary>
    internal static IEnumerable<TargetFinding> OfRecords(TableBinding binding)
    {
        foreach (var column in binding.Columns)
        {
            var type = binding.Mapping.Type;
            var property = column.Member.Property;
            var catalog = (PostgreSqlType)column.Catalog.Type;
            if (column.Catalog.NotNull && column.Member.TakesNull && column.Member.IsNullable)
            {
                yield return Caution(type, property.Name,
                    $"{type.Name}.{property.Name} can be null, and column \"{column.Name}\" ({column.Catalog.Declared}) refuses nulls, so "
                    + "that such records are rejected; fill it always and declare it without the ?, leave such items out, or allow null "
                    + "in the column");
            }

            if (LackingLabels.Of(property.PropertyType, catalog) is { Lacking.Count: > 0 } found)
            {
                var labels = catalog.Element ?? catalog;
                yield return Caution(type, property.Name,
                    $"{type.Name}.{property.Name}: column \"{column.Name}\" has no label for {string.Join(", ", found.Lacking)} of the "
                    + $"enum {found.Enum.Name}, so that records with it are rejected; the labels of {labels.Sql} are "
                    + $"{string.Join(", ", labels.Labels)}; name the label with [EnumMember(Value = \"…\")], remove the member, or run: "
                    + AddLabel(labels, found.Lacking[0]));
            }
        }
    }

    /// <summary>Texts that records have for a column of an enum type, of which they are no labels.</summary>
    internal static IEnumerable<TargetFinding> OfValues(TableBinding binding, IReadOnlyList<object> records)
    {
        foreach (var column in binding.Columns.Where(static column => column.Catalog.Type.Labels.Count > 0))
        {
            var (type, property, labels) = (binding.Mapping.Type, column.Member.Property, column.Catalog.Type);
            var others = records.Select(property.GetValue).OfType<string>().Distinct(StringComparer.Ordinal)
                .Except(labels.Labels, StringComparer.Ordinal).ToList();
            if (others.Count > 0)
            {
                yield return Caution(type, property.Name,
                    $"{type.Name}.{property.Name}: column \"{column.Name}\" has no label for "
                    + $"{string.Join(", ", others.Select(static text => $"'{text}'"))}, which records of the sample have, so that they "
                    + $"are rejected; the labels of {labels.Sql} are {string.Join(", ", labels.Labels)}; have the profile return one of "
                    + "them, or run: "
                    + AddLabel(labels, others[0]));
            }
        }
    }

    /// <summary>What may keep the rows of a type in their table although they are to be deleted.</summary>
    internal static IEnumerable<TargetFinding> OfDeletes(TableBinding key) =>
        key.Table.Rules.Where(static rule => rule.Event == "DELETE").Select(rule => Caution(
            key.Mapping.Type, null,
            $"{key.Mapping.Type.Name}: table \"{key.Mapping.TableText}\" has the rule \"{rule.Name}\" on DELETE; items whose rows it "
            + "keeps in the table are rejected"));

    private static string AddLabel(SqlType type, string label) =>
        $"alter type {type.Sql} add value '{label.Replace("'", "''", StringComparison.Ordinal)}'";

    private static TargetFinding Caution(Type record, string? property, string message) =>
        new(record, property, message) { IsWarning = true };
}

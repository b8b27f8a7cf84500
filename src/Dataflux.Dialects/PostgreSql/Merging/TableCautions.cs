using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>Finds what a table would refuse of single records: nulls, members of enums without a label, deletes that a rule keeps from it.</summary>
internal static class TableCautions
{
    /// <summary>What the records of a type may bring that their table refuses.</summary>
    internal static IEnumerable<TargetFinding> OfRecords(TableBinding binding)
    {
        foreach (var column in binding.Columns)
        {
            var type = binding.Mapping.Type;
            var property = column.Member.Property;
            if (column.Catalog.NotNull && column.Member.TakesNull && column.Member.IsNullable)
            {
                yield return Caution(type, property.Name,
                    $"{type.Name}.{property.Name} can be null, and column \"{column.Name}\" ({column.Catalog.Declared}) refuses nulls, so that such records are rejected; "
                    + "fill it always and declare it without the ?, leave such items out, or allow null in the column");
            }

            if (EnumLabel.Lacking(property.PropertyType, column.Catalog.Type) is { Lacking.Count: > 0 } found)
            {
                var labels = column.Catalog.Type.Element ?? column.Catalog.Type;
                yield return Caution(type, property.Name,
                    $"{type.Name}.{property.Name}: column \"{column.Name}\" has no label for {string.Join(", ", found.Lacking)} of the enum {found.Enum.Name}, so that records with it are "
                    + $"rejected; the labels of {labels.Sql} are {string.Join(", ", labels.Labels)}; name the label with [EnumMember(Value = \"…\")], remove the member, or run: "
                    + $"alter type {labels.Sql} add value '{found.Lacking[0].Replace("'", "''", StringComparison.Ordinal)}'");
            }
        }
    }

    /// <summary>What may keep the rows of a type in their table although they are to be deleted.</summary>
    internal static IEnumerable<TargetFinding> OfDeletes(TableBinding key) => key.Table.Rules.Where(static rule => rule.Event == "DELETE").Select(rule => Caution(
        key.Mapping.Type, null,
        $"{key.Mapping.Type.Name}: table \"{key.Mapping.TableText}\" has the rule \"{rule.Name}\" on DELETE; items whose rows it keeps in the table are rejected"));

    private static TargetFinding Caution(Type record, string? property, string message) => new(record, property, message) { IsWarning = true };
}

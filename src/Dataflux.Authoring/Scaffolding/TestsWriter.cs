using System.Text;
using Dataflux.Definitions;
using Dataflux.Engine.Inspection;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Writes the tests of a profile: for each kind, an item of values that were seen and what must come of it.</summary>
internal static class TestsWriter
{
    // What may be missing is shown only to this extent: a test is to be read.
    private const int MostOptional = 8;

    private static readonly ColumnType[] Unchanged =
    [
        ColumnType.Text, ColumnType.AnyText, ColumnType.Integer, ColumnType.IntegerOrText, ColumnType.Decimal, ColumnType.Number,
        ColumnType.NumberOrText, ColumnType.AnyNumber, ColumnType.Boolean, ColumnType.AnyBoolean, ColumnType.LocalTime,
        ColumnType.TimeOfDay, ColumnType.Span,
    ];

    /// <summary>The tests of what was planned.</summary>
    internal static string Of(ProfilePlan plan)
    {
        var text = Begin(plan.Name);
        foreach (var entity in plan.Entities.Where(static entity => entity.Columns.Any(static column => column.Example is not null)))
            Add(text, plan, entity);

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The tests of the profile to start with.</summary>
    internal static string OfStarter(string name) => Begin(name).Append("""
          - name: an item with an id becomes a record with all of it
            items:
              - { id: a, count: 5 }
            records:
              - { Id: a, Document: { id: a, count: 5 } }

          - name: an item without an id is skipped
            items:
              - { count: 5 }
            skipped: { parseItem: [1] }

        """.ReplaceLineEndings("\n")).ToString();

    private static StringBuilder Begin(string name) =>
        new($"# What {name}.csx makes of items. Run: dataflux test {name}\ntests:\n");

    private static void Add(StringBuilder text, ProfilePlan plan, Entity entity)
    {
        var shown = Shown(plan.Rule, entity);
        var compared = shown.Where(static column =>
            column.Expected is not null || (Unchanged.Contains(column.Type) && Result(column).Length > 0)).ToList();
        var told = entity.Where.Where(one => plan.TableAttribute == one.Key)
            .Select(static one => $"{YamlWriter.Scalar(one.Key)}: {YamlWriter.Scalar(one.Value)}");
        var attributes = shown.DistinctBy(static column => column.Attribute).Select(static column => (column.Attribute, column.Example))
            .Concat(entity.Constants.Select(static constant => (constant.Attribute, Example: (string?)constant.Example)));
        text.Append($"  - name: an item becomes a record of {entity.Table}\n    items:\n");
        Add(text, [.. told, .. attributes.Select(static item => $"{YamlWriter.Scalar(item.Attribute)}: {item.Example}")]);
        text.Append("    records:\n");

        // Where there are several types of records, each is named by its type.
        string[] type = plan.IsSingle ? [] : [$"{entity.Record}:{(compared.Count == 0 ? " {}" : "")}"];
        Add(text, [.. type, .. compared.Select(column => Expected(column, plan.IsSingle))]);
        text.Append('\n');
    }

    private static string Expected(EntityColumn column, bool isSingle) =>
        $"{(isSingle ? "" : "  ")}{YamlWriter.Scalar(column.Property)}: {column.Expected ?? Result(column)}";

    // A number that had to be written with its type, because YAML would round it, is compared by its digits.
    private static string Result(EntityColumn column)
    {
        var example = column.Example!;
        if (!example.StartsWith('{'))
            return example;

        var digits = example.Trim('{', '}', ' ', 'N', ':', '"', '\'');
        return digits.All(static c => char.IsAsciiDigit(c) || c is '-' or '.') ? digits : "";
    }

    private static void Add(StringBuilder text, List<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
            text.Append($"      {(i == 0 ? "-" : " ")} {lines[i]}\n");

        if (lines.Count == 0)
            text.Append("      - {}\n");
    }

    /// <summary>The columns whose attributes the item needs to be of its kind and to be read, and some more.</summary>
    private static List<EntityColumn> Shown(KindRule rule, Entity entity)
    {
        var optional = 0;
        return
        [
            .. entity.Columns.Where(column => column.Example is not null
                && (!column.IsNullable || column.Attribute == entity.Sign
                    || rule.Attributes.Contains(column.Attribute, StringComparer.Ordinal)
                    || optional++ < MostOptional)),
        ];
    }
}

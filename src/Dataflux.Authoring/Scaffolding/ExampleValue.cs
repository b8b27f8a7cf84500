using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dataflux.Definitions;
using Dataflux.Engine.Inspection;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>A value of an attribute as tests write it: one that was seen where it is short, else an empty one of its type.</summary>
internal static partial class ExampleValue
{
    private const string Cut = "…";

    /// <summary>The value as YAML.</summary>
    /// <param name="attribute">What is known of the attribute.</param>
    /// <param name="elements">What is known of the elements of its lists and sets.</param>
    internal static string Of(AttributeInspection attribute, AttributeInspection? elements)
    {
        var types = attribute.Types.Keys.Where(static type => type != AttributeType.NULL).ToList();
        var example = attribute.Examples.Count > 0 ? attribute.Examples[0] : "";
        return types switch
        {
            [] => "null",
            [AttributeType.N] or [AttributeType.S, AttributeType.N] or [AttributeType.N, AttributeType.S]
                when Digits().IsMatch(example) => example,
            [AttributeType.N] => Typed(AttributeType.N, example),
            [AttributeType.BOOL] => example,
            [AttributeType.B] => Typed(AttributeType.B, example.EndsWith(Cut, StringComparison.Ordinal) ? "" : example),
            [AttributeType.SS] => Typed(AttributeType.SS, new JsonArray(FirstOf(elements, "a"))),
            [AttributeType.NS] => Typed(AttributeType.NS, new JsonArray(JsonNode.Parse(FirstOf(elements, "1")))),
            [AttributeType.M] => "{}",
            [AttributeType.S, ..] => YamlWriter.Scalar(example),
            _ => "[]",
        };
    }

    /// <summary>A value for a column that declares its type, as YAML: one that was seen, where it is one that the profile reads.</summary>
    /// <param name="column">The column.</param>
    /// <param name="seen">What was seen of it; <see langword="null"/>: nothing.</param>
    internal static string Of(DescribedColumn column, AttributeInspection? seen)
    {
        var hasValue = seen?.Types.Keys.Any(static type => type != AttributeType.NULL) == true;
        var isOther = column.Kind switch
        {
            ColumnKind.Date => seen?.Texts?.Dates != seen?.Texts?.Count,
            ColumnKind.Time => seen?.Texts?.Times != seen?.Texts?.Count,
            _ => false,
        };
        return hasValue && !isOther ? Of(seen!, elements: null) : MadeUp(column);
    }

    private static string MadeUp(DescribedColumn column) => column.Kind switch
    {
        ColumnKind.Integer => "1",
        ColumnKind.Number or ColumnKind.Real => "1.5",
        ColumnKind.Boolean => "true",
        ColumnKind.Bytes => Typed(AttributeType.B, "AQI="),
        ColumnKind.Uuid => YamlWriter.Scalar("00000000-0000-4000-8000-000000000001"),
        ColumnKind.Time => YamlWriter.Scalar("2024-01-31T12:30:00Z"),
        ColumnKind.Date => YamlWriter.Scalar("2024-01-31"),
        ColumnKind.LocalTime => YamlWriter.Scalar("2024-01-31T12:30:00"),
        ColumnKind.TimeOfDay => YamlWriter.Scalar("12:30:00"),
        ColumnKind.Span => "P1D",
        ColumnKind.Text => "a",
        _ => column.Attributes[0] == AttributeType.M ? "{}" : "[]",
    };

    private static string Typed(AttributeType type, JsonNode value) => YamlWriter.Flow(new JsonObject { [$"{type}"] = value });

    private static string FirstOf(AttributeInspection? elements, string otherwise) =>
        elements is { Examples: [var first, ..] } ? first : otherwise;

    [GeneratedRegex(
        "^-?(0|[1-9][0-9]{0,17})([.][0-9]{1,9})?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}

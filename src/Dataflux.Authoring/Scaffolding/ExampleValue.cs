using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dataflux.Definitions;
using Dataflux.Engine.Inspection;
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

    private static string Typed(AttributeType type, JsonNode value) => YamlWriter.Flow(new JsonObject { [$"{type}"] = value });

    private static string FirstOf(AttributeInspection? elements, string otherwise) =>
        elements is { Examples: [var first, ..] } ? first : otherwise;

    [GeneratedRegex(
        "^-?(0|[1-9][0-9]{0,17})([.][0-9]{1,9})?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}

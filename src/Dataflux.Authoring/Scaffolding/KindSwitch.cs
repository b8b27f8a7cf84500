using System.Globalization;
using Dataflux.Engine.Inspection;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Writes <c>parseItem</c> for several kinds: which function reads an item, by what tells the kinds apart.</summary>
/// <param name="plan">The plan.</param>
internal sealed class KindSwitch(ProfilePlan plan)
{
    // As many parts of a key as are told apart when it is inspected (KeyPattern).
    private const int MostParts = 8;
    private const string Nothing = "null, // an item of another kind is skipped, and counted";

    private IReadOnlyList<string> Attributes => plan.Rule.Attributes;

    /// <summary>The function, with those it needs.</summary>
    internal IEnumerable<string> Lines() => plan.Rule.By switch
    {
        KindRuleType.TypeAttribute => ByType(),
        KindRuleType.KeyPrefix => ByKey(),
        _ => ByAttributes(),
    };

    /// <summary>The function that says by the key of a deleted item which record to delete.</summary>
    internal IEnumerable<string> LinesOfKeys() =>
        ByKey("IKey? deleteItem(Item item)", "item.Keys", static entity => $"new {entity.Record}Key({entity.KeyArguments})");

    private IEnumerable<string> ByType()
    {
        yield return $"IRecord? parseItem(Item item) => textAt(item, {CSharpNames.Literal(Attributes[0])}) switch";
        var arms = plan.Entities.Where(static entity => !entity.TakesOthers)
            .Select(entity => (TypePattern(entity.Where[Attributes[0]]), entity));
        foreach (var line in Arms(arms, isComplete: false, Parse))
            yield return line;

        yield return "";
        yield return TextAt;
    }

    private IEnumerable<string> ByKey()
    {
        foreach (var line in ByKey("IRecord? parseItem(Item item)", "item", Parse))
            yield return line;

        yield return "";
        yield return "string[]? partsOf(Item item, string key, char separator) =>";
        yield return $"    item.Has(key) && item[key].Type == AttributeType.S ? item.String(key).Split(separator, {MostParts}) : null;";
    }

    private IEnumerable<string> ByKey(string function, string item, Func<Entity, string> result)
    {
        var subject = Attributes.Select((attribute, i) => PartsOf(item, attribute, i)).ToList();
        yield return $"{function} => {(subject.Count == 1 ? subject[0] : $"({string.Join(", ", subject)})")} switch";

        // What says most of a key is asked first: a later pattern may take more, never less.
        var arms = plan.Entities.Where(static entity => !entity.TakesOthers)
            .OrderByDescending(FixedParts)
            .ThenBy(entity => Attributes.Sum(attribute => entity.Where[attribute].Count(static c => c == '*')))
            .Select(entity => (Pattern: KeysPattern(entity), Entity: entity))
            .ToList();
        foreach (var line in Arms(arms, isComplete: arms[^1].Pattern is "_" or "(_, _)", result))
            yield return line;
    }

    private IEnumerable<string> ByAttributes()
    {
        yield return "IRecord? parseItem(Item item) =>";
        var signed = plan.Entities.Where(static entity => entity.Sign is not null).ToList();
        for (var i = 0; i < signed.Count; i++)
            yield return $"    {(i == 0 ? "" : ": ")}item.Has({CSharpNames.Literal(signed[i].Sign!)}) ? {Parse(signed[i])}";

        yield return plan.Entities.FirstOrDefault(static entity => entity.TakesOthers) is { } others
            ? $"    : {Parse(others)};"
            : "    : null; // an item of another kind is skipped, and counted";
    }

    private IEnumerable<string> Arms(
        IEnumerable<(string Pattern, Entity Entity)> arms, bool isComplete, Func<Entity, string> result)
    {
        yield return "{";
        foreach (var (pattern, entity) in arms)
            yield return $"    {pattern} => {result(entity)},";

        if (!isComplete)
        {
            yield return plan.Entities.FirstOrDefault(static entity => entity.TakesOthers) is { } others
                ? $"    _ => {result(others)},"
                : $"    _ => {Nothing}";
        }

        yield return "};";
    }

    private const string TextAt =
        "string? textAt(Item item, string name) => item.Has(name) && item[name].Type == AttributeType.S ? item.String(name) : null;";

    private string PartsOf(string item, string attribute, int i) =>
        $"partsOf({item}, {CSharpNames.Literal(attribute)}, {CSharpNames.Literal(plan.Rule.Separators[i])})";

    private int FixedParts(Entity entity) =>
        Attributes.Select((attribute, i) => EntityNames.Constants(entity.Where[attribute], plan.Rule.Separators[i]).Count).Sum();

    private static string Parse(Entity entity) => $"parse{entity.Record}(item)";

    private static string TypePattern(string value) => IsMissing(value) ? "null" : CSharpNames.Literal(value);

    private string KeysPattern(Entity entity)
    {
        var patterns = Attributes.Select((attribute, i) => KeyPattern(entity.Where[attribute], plan.Rule.Separators[i])).ToList();
        return patterns.Count == 1 ? patterns[0] : $"({string.Join(", ", patterns)})";
    }

    /// <summary><c>USER#*#ORDER#*</c> is <c>["USER", _, "ORDER", _]</c>.</summary>
    private string KeyPattern(string pattern, char separator)
    {
        if (IsMissing(pattern))
            return "null";

        if (pattern == "*")
            return "_";

        var parts = pattern.Split(separator).Select(static part => part == "*" ? "_" : CSharpNames.Literal(part)).ToList();
        if (parts.Count > 1 && parts[^1] == "_" && plan.Rule.FirstPartOnly)
            parts[^1] = "..";

        return string.Create(CultureInfo.InvariantCulture, $"[{string.Join(", ", parts)}]");
    }

    private static bool IsMissing(string where) => where.StartsWith("(no ", StringComparison.Ordinal);
}

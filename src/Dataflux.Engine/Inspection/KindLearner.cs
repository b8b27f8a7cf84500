using Dataflux.Profiles;

namespace Dataflux.Engine.Inspection;

/// <summary>
/// Learns from some items what tells the kinds in a table apart: a type attribute, the form of the keys, or the attributes.
/// </summary>
/// <param name="items">The items; none of them deleted.</param>
/// <param name="keys">The names of the key attributes where the export says them; empty where it does not.</param>
internal sealed class KindLearner(IReadOnlyList<Item> items, IReadOnlyList<string> keys)
{
    private const double MostItems = 0.9;
    private const double ManyItems = 0.5;
    private const int MostShared = 2;

    private static readonly string[] TypeNames =
    [
        "entitytype", "typename", "itemtype", "recordtype", "objecttype", "doctype", "documenttype", "modeltype", "rowtype", "entity",
        "type", "kind", "model", "discriminator", "classname", "class", "et",
    ];

    /// <summary>The items.</summary>
    internal IReadOnlyList<Item> Items => items;

    /// <summary>The names of the key attributes where the export says them; empty where it does not.</summary>
    internal IReadOnlyList<string> Keys => keys;

    /// <summary>Learns from what is known of items: of a deleted one, what it was before.</summary>
    internal static KindLearner From(IReadOnlyList<Item> items)
    {
        var keys = items.Select(static item => item.Keys).FirstOrDefault(static keys => keys.Count > 0);
        return new(
            [.. items.Where(static item => item.Change != Change.Delete || item.OldImage is not null)
                .Select(static item => item.Change == Change.Delete ? item.OldImage!.Value : item)],
            [.. Enumerable.Range(0, keys.Count).Select(keys.DisplayNameAt)]);
    }

    /// <summary>A sorter by the rule that was found.</summary>
    internal KindSorter Learn(AttributeBudget budget) => ByType(budget) ?? ByKey(budget) ?? (KindSorter)ByAttributes(budget);

    private KindsByText? ByType(AttributeBudget budget)
    {
        var attribute = Names()
            .Where(name => Array.IndexOf(TypeNames, Bare(name)) >= 0)
            .OrderBy(name => Array.IndexOf(TypeNames, Bare(name)))
            .ThenBy(static name => name, StringComparer.Ordinal)
            .FirstOrDefault(IsType);
        return attribute is null
            ? null
            : new KindsByText(new KindRule(KindRuleType.TypeAttribute, [attribute]), static (_, text) => text, budget);
    }

    /// <summary>Few values, and items of different values differ in more than that.</summary>
    private bool IsType(string name)
    {
        var shapes = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var present = 0;
        foreach (var item in items)
        {
            if (KindsByText.TextOf(item, name) is not { } text)
                continue;

            present++;
            if (!shapes.TryGetValue(text, out var shape))
            {
                if (shapes.Count == KindSorter.MostKinds)
                    return false;

                shapes.Add(text, shape = new HashSet<string>(StringComparer.Ordinal));
            }

            shape.UnionWith(NamesOf(item));
        }

        return present >= items.Count * ManyItems && shapes.Count > 1 && present >= shapes.Count * 2 && Differ([.. shapes.Values]);
    }

    private static bool Differ(List<HashSet<string>> shapes)
    {
        var all = shapes.SelectMany(static shape => shape).Distinct(StringComparer.Ordinal).Count();
        return shapes.Exists(shape => shape.Count < all * MostItems);
    }

    private KindsByText? ByKey(AttributeBudget budget)
    {
        var composed = KeyNames.InOrder(keys.Count > 0 ? keys : Names().Where(IsInAll))
            .Select(name => (Name: name, Separator: SeparatorOf(name)))
            .Where(static key => key.Separator is not null)
            .Take(MostShared)
            .ToDictionary(static key => key.Name, static key => key.Separator!.Value, StringComparer.Ordinal);
        if (composed.Count == 0)
            return null;

        var attributes = composed.Keys.ToList();
        string? Fine(string name, string text) => KeyPattern.Of(text, composed[name]);
        string? Coarse(string name, string text) =>
            KeyPattern.Of(text, composed[name]) is { } pattern ? KeyPattern.Coarse(pattern, composed[name]) : null;
        foreach (var (fixedPart, firstPartOnly) in new (Func<string, string, string?>, bool)[] { (Fine, false), (Coarse, true) })
        {
            var kinds = items.Select(
                item => string.Join(
                    '\n', attributes.Select(name => KindsByText.TextOf(item, name) is { } text ? fixedPart(name, text) : null)))
                .Distinct(StringComparer.Ordinal)
                .Take(KindSorter.MostKinds + 1)
                .Count();
            if (kinds > 1 && kinds <= KindSorter.MostKinds && kinds * 2 <= items.Count)
            {
                var rule = new KindRule(KindRuleType.KeyPrefix, attributes)
                {
                    Separators = [.. composed.Values],
                    FirstPartOnly = firstPartOnly,
                };
                return new KindsByText(rule, fixedPart, budget);
            }
        }

        return null;
    }

    /// <summary>The separator with which nearly all texts of an attribute begin with a fixed part.</summary>
    private char? SeparatorOf(string name)
    {
        foreach (var separator in KeyPattern.Separators)
        {
            var (composed, separated) = (0, 0);
            foreach (var item in items)
            {
                var text = KindsByText.TextOf(item, name);
                composed += text is not null && KeyPattern.Of(text, separator) is not null ? 1 : 0;
                separated += text?.Contains(separator, StringComparison.Ordinal) == true ? 1 : 0;
            }

            if (separated > 0 && composed >= items.Count * MostItems)
                return separator;
        }

        return null;
    }

    private KindsByAttributes ByAttributes(AttributeBudget budget)
    {
        var shared = KeyNames.InOrder(keys.Count > 0 ? keys : Names().Where(IsInAll)).Take(MostShared).ToHashSet(StringComparer.Ordinal);
        return new KindsByAttributes(new KindRule(KindRuleType.Attributes, []), shared, budget);
    }

    private bool IsInAll(string name) => items.All(item => item.Has(name));

    private IEnumerable<string> Names() => items.SelectMany(NamesOf).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> NamesOf(Item item) => Enumerable.Range(0, item.Count).Select(item.DisplayNameAt);

    private static string Bare(string name) => new([.. name.Where(char.IsAsciiLetter).Select(char.ToLowerInvariant)]);
}

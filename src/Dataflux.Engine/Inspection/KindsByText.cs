using Dataflux.Profiles;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Engine.Inspection;

/// <summary>Tells kinds apart by the text of one or two attributes, or by what is fixed in it.</summary>
/// <param name="rule">The rule.</param>
/// <param name="fixedPart">What counts of an attribute's text; <see langword="null"/>: the text belongs to no kind.</param>
/// <param name="budget">How many attributes are looked at in all kinds together.</param>
internal sealed class KindsByText(KindRule rule, Func<string, string, string?> fixedPart, AttributeBudget budget) : KindSorter(rule, budget)
{
    private const string Between = " / ";

    private readonly Dictionary<string, KindCollector?> _byName = new(StringComparer.Ordinal);

    /// <summary>The text of an S attribute; <see langword="null"/> when there is none.</summary>
    internal static string? TextOf(Item item, string attribute) =>
        item.Has(attribute) && item[attribute] is { Type: AttributeType.S } value ? JsonText.Decode(value.Raw, escaped: true, out _) : null;

    private protected override KindCollector? Find(Item item)
    {
        var name = Rule.Attributes.Count == 1
            ? Part(item, Rule.Attributes[0])
            : string.Join(Between, Rule.Attributes.Select(attribute => Part(item, attribute)));
        if (_byName.TryGetValue(name, out var known))
            return known;

        var kind = TryAdd(name, Rule.Attributes.ToDictionary(static attribute => attribute, attribute => Part(item, attribute)));
        if (kind is not null)
            _byName.Add(name, kind);

        return kind;
    }

    private string Part(Item item, string attribute) =>
        TextOf(item, attribute) is not { } text ? $"(no {attribute})" : fixedPart(attribute, text) ?? "*";
}

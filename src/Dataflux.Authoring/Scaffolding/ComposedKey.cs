using Dataflux.Engine.Inspection;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Takes the keys of a kind of items apart: <c>USER#*</c> with <c>ORDER#*</c> is a user's id and an order's.</summary>
internal static class ComposedKey
{
    // As many parts of a key as are told apart when it is inspected (KeyPattern): the last one may hold more.
    private const int MostParts = 8;
    private const string Any = "*";

    /// <summary>
    /// The parts of each attribute of the key that is composed, none of one that is the same in all items; empty where the key is to
    /// stay as it is.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <param name="rule">What tells it from others: the key is of one form only where that is the form of the whole key.</param>
    /// <param name="key">The attributes of the key.</param>
    internal static IReadOnlyDictionary<string, IReadOnlyList<KeyPart>> Of(
        KindInspection kind, KindRule rule, IReadOnlyList<string> key)
    {
        var composed = new Dictionary<string, IReadOnlyList<KeyPart>>(StringComparer.Ordinal);
        if (!IsWholeKey(rule, key) || rule.FirstPartOnly)
            return composed;

        for (var i = 0; i < rule.Attributes.Count; i++)
        {
            if (kind.Where.TryGetValue(rule.Attributes[i], out var pattern) && PartsOf(pattern, rule.Separators[i]) is { } parts)
                composed.Add(rule.Attributes[i], parts);
        }

        // Without any, all items of the kind would be one row.
        if (composed.Count == key.Count && composed.Values.All(static parts => parts.Count == 0))
            composed.Clear();
        return composed;
    }

    /// <summary>Whether the rule looks at the key and at nothing else, so that a key alone says of which kind its item was.</summary>
    internal static bool IsWholeKey(KindRule rule, IReadOnlyList<string> key) =>
        rule.By == KindRuleType.KeyPrefix && rule.Attributes.ToHashSet(StringComparer.Ordinal).SetEquals(key);

    private static List<KeyPart>? PartsOf(string pattern, char separator)
    {
        var parts = pattern.Split(separator);
        if (pattern.StartsWith("(no ", StringComparison.Ordinal) || parts.Length >= MostParts)
            return null;

        var ids = new List<KeyPart>();
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length == 0 || (parts[i] == Any && (i == 0 || parts[i - 1] == Any)))
                return null;

            if (parts[i] == Any)
                ids.Add(new KeyPart(separator, i, parts[i - 1]));
        }

        return ids;
    }
}

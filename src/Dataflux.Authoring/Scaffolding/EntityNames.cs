using System.Globalization;
using Dataflux.Engine.Inspection;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Names kinds of items as people would: <c>USER#*</c> with <c>ORDER#*</c> is an <c>Order</c>.</summary>
/// <param name="migration">The migration's name, which tables begin with.</param>
/// <param name="rule">What tells the kinds apart.</param>
/// <param name="scaffold">Names tables.</param>
internal sealed class EntityNames(string migration, KindRule rule, ITableScaffold scaffold)
{
    private const string Any = "*";

    // Parts of keys that say "this is the thing itself".
    private static readonly string[] Plain = ["a", "data", "detail", "details", "info", "meta", "metadata", "profile", "root", "self"];

    private readonly HashSet<string> _types = new(["Row", "Columns", "IRow", "IRecord", "IKey"], StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _tables = new(StringComparer.Ordinal);

    /// <summary>The name of the only kind.</summary>
    internal string Single() => Take([Singular(migration)]);

    /// <summary>The name of one of several kinds.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="key">The key's attributes.</param>
    /// <param name="sign">The attribute that only its items have.</param>
    /// <param name="isOwn">Whether the key is the kind's own.</param>
    internal string Of(KindInspection kind, IReadOnlyList<string> key, string? sign, bool isOwn) => Take(rule.By switch
    {
        KindRuleType.TypeAttribute => [kind.Name.StartsWith("(no ", StringComparison.Ordinal) ? $"Other {Singular(migration)}" : kind.Name],
        KindRuleType.KeyPrefix => OfKeys(kind),
        _ => [Prefix(kind, key), isOwn ? Identified(key) : null, Singular(migration), $"{Singular(migration)} with {sign}"],
    });

    /// <summary>The name of what belongs to no kind.</summary>
    internal string Other() => Take([$"Other {Singular(migration)}"]);

    /// <summary>The table of a kind.</summary>
    /// <param name="record">The kind's name; <see langword="null"/> for the only kind.</param>
    internal string Table(string? record)
    {
        // 'orders' holds the orders themselves in 'orders', their items in 'orders_item'.
        var own = record is null ? [] : NameWords.Of(record).Except(NameWords.Of(Singular(migration)), StringComparer.Ordinal);
        return Free(NameWords.Of(migration).Concat(own));
    }

    /// <summary>The names for a table that has one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fullName">The name with what the table is in, where another one is called the same.</param>
    internal (string Record, string Table) OfTable(string name, string fullName) =>
        (Take([Singular(name), Singular(fullName)]), Free(NameWords.Of(name)));

    /// <summary>A name of a table, made of words, that no other one has.</summary>
    private string Free(IEnumerable<string> words)
    {
        var joined = string.Join('_', words);
        var name = joined.Length == 0 ? "items" : char.IsDigit(joined[0]) ? "_" + joined : joined;
        var table = scaffold.FitTable(name);
        for (var i = 2; !_tables.Add(table); i++)
            table = scaffold.FitTable(name, i.ToString(CultureInfo.InvariantCulture));

        return table;
    }

    /// <summary>The fixed parts of a pattern such as <c>USER#*</c>.</summary>
    internal static IReadOnlyList<string> Constants(string pattern, char separator) => pattern.StartsWith("(no ", StringComparison.Ordinal)
        ? []
        : [.. pattern.Split(separator).Where(static part => part is not (Any or ""))];

    private string Take(IReadOnlyList<string?> candidates)
    {
        var names = candidates.OfType<string>().Select(static name => CSharpNames.Pascal(name, "Item")).ToList();
        foreach (var name in names)
        {
            if (CSharpNames.IsType(name) && TryTake(name))
                return name;
        }

        for (var i = 1; ; i++)
        {
            var name = $"{names[^1]}Record{(i == 1 ? "" : i.ToString(CultureInfo.InvariantCulture))}";
            if (TryTake(name))
                return name;
        }
    }

    private bool TryTake(string name)
    {
        if (_types.Contains(name) || _types.Contains(name + "Row") || _types.Contains(name + "Key"))
            return false;

        _types.UnionWith([name, name + "Row", name + "Key"]);
        return true;
    }

    private List<string?> OfKeys(KindInspection kind)
    {
        var constants = rule.Attributes.Select((attribute, i) => Constants(kind.Where[attribute], rule.Separators[i])).ToList();
        var all = constants.SelectMany(static parts => parts).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var telling = all.Where(static part => !Plain.Contains(part, StringComparer.OrdinalIgnoreCase)).ToList();
        var last = constants.LastOrDefault(static parts => parts.Count > 0) ?? [];
        return all.Count == 0
            ? [$"Other {Singular(migration)}"]
            : [telling.LastOrDefault(), string.Join(' ', last), string.Join(' ', telling.DefaultIfEmpty(all[0])), string.Join(' ', all)];
    }

    /// <summary>What a key such as <c>userId</c> identifies.</summary>
    private static string? Identified(IReadOnlyList<string> key) =>
        key.Count == 1 && NameWords.Of(key[0]) is [_, .., "id"] and var words ? string.Join(' ', words.SkipLast(1)) : null;

    /// <summary>What the keys' examples all begin with: <c>user#42</c> and <c>user#7</c> are of users.</summary>
    private static string? Prefix(KindInspection kind, IReadOnlyList<string> key)
    {
        var examples = kind.Attributes.FirstOrDefault(attribute => key.Count > 0 && attribute.Name == key[0])?.Examples ?? [];
        var prefixes = examples
            .Select(static text => new string([.. text.TakeWhile(char.IsAsciiLetter)]))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return examples.Count > 1 && prefixes is [{ Length: > 1 } prefix]
            && examples.All(text => text.Length > prefix.Length && !char.IsLetter(text[prefix.Length]))
            ? prefix
            : null;
    }

    private static string Singular(string name)
    {
        static bool Ends(string name, string end) => name.Length > end.Length + 1 && name.EndsWith(end, StringComparison.OrdinalIgnoreCase);
        return Ends(name, "ies") ? name[..^3] + "y"
            : Ends(name, "ses") || Ends(name, "xes") || Ends(name, "ches") || Ends(name, "shes") ? name[..^2]
            : Ends(name, "s") && !Ends(name, "ss") && !Ends(name, "us") && !Ends(name, "is") ? name[..^1]
            : name;
    }
}

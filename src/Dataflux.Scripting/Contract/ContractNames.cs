using Dataflux.Profiles.Items;

namespace Dataflux.Scripting.Contract;

/// <summary>The names of the contract's functions, in the order they run.</summary>
internal static class ContractNames
{
    internal const string ParseItem = "parseItem";
    internal const string Filter = "filter";
    internal const string GroupRows = "groupRows";
    internal const string GroupKey = "groupKey";
    internal const string Transform = "transform";
    internal const string Upsert = "upsert";
    internal const string DeleteItem = "deleteItem";
    internal const string OnStart = "onStart";
    internal const string OnComplete = "onComplete";

    internal static readonly IReadOnlyList<string> All =
        [ParseItem, Filter, GroupRows, GroupKey, Transform, Upsert, DeleteItem, OnStart, OnComplete];

    /// <summary>Names this short differ by two letters from too many honest words (filter, alter).</summary>
    private const int ShortName = 6;

    /// <summary>The contract's function that a script function is: the same name or its PascalCase.</summary>
    internal static string? Match(string name) => All.FirstOrDefault(n => n == name || Pascal(n) == name);

    /// <summary>The contract's function that a script function was probably meant to be, though its name differs.</summary>
    internal static string? Meant(string name)
    {
        var lower = name.ToLowerInvariant();
        return All.Select(n => (Name: n, Distance: EditDistance.Between(lower, n.ToLowerInvariant())))
            .Where(c => c.Distance <= (c.Name.Length <= ShortName ? 1 : 2))
            .OrderBy(c => c.Distance)
            .Select(c => c.Name)
            .FirstOrDefault();
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}

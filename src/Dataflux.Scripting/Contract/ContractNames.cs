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
        return All.Select(n => (Name: n, Distance: Distance(lower, n.ToLowerInvariant())))
            .Where(c => c.Distance <= (c.Name.Length <= ShortName ? 1 : 2))
            .OrderBy(c => c.Distance)
            .Select(c => c.Name)
            .FirstOrDefault();
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    // Optimal string alignment: a letter too many, too few, another or two swapped each count one.
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}

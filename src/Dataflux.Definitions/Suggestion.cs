namespace Dataflux.Definitions;

/// <summary>Finds the name someone probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The text that continues a message about an unknown name: <c>; did you mean 'x'?</c>, or nothing.</summary>
    internal static string For(string given, IEnumerable<string> known) =>
        Nearest(given, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>The same, or all there are where none is near.</summary>
    internal static string OrAll(string given, IReadOnlyList<string> known) =>
        For(given, known) is { Length: > 0 } hint ? hint : $"; expected {ValueReader.Listed(known)}";

    /// <summary>The known name nearest to the given one, if it is near enough to be a slip of the hand.</summary>
    internal static string? Nearest(string given, IEnumerable<string> known)
    {
        string? nearest = null;
        var best = int.MaxValue;
        foreach (var name in known.Where(name => name != given))
        {
            var distance = Distance(given.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < best && distance <= Slips(Math.Min(given.Length, name.Length)))
            {
                best = distance;
                nearest = name;
            }
        }

        return nearest;
    }

    // A name of one or two letters that differs is another name.
    private static int Slips(int length) => length <= 2 ? 0 : Math.Max(1, length / 3);

    /// <summary>The number of letters to insert, delete, replace or swap with their neighbour.</summary>
    internal static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Step(table, a, b, i, j);
            }
        }

        return table[a.Length, b.Length];
    }

    private static int Step(int[,] table, string a, string b, int i, int j)
    {
        var replace = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var distance = Math.Min(replace, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(distance, table[i - 2, j - 2] + 1) : distance;
    }
}

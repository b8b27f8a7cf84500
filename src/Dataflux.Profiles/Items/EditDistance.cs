namespace Dataflux.Profiles.Items;

/// <summary>How far two names are apart: what suggestions of a name that was meant are found by.</summary>
internal static class EditDistance
{
    /// <summary>The number of letters to insert, delete, replace or swap with their neighbour.</summary>
    internal static int Between(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
                table[i, j] = i == 0 || j == 0 ? i + j : Step(table, a, b, i, j);
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

namespace Dataflux.Profiles.Items;

/// <summary>Finds the name somebody meant.</summary>
internal static class NearNames
{
    private const int LongestCompared = 64;

    /// <summary>The attribute whose name differs by case alone, else by one letter, in longer names by two; or none.</summary>
    public static string? Find(Item item, string name)
    {
        string? nearest = null;
        var limit = name.Length > 4 ? 2 : name.Length > 1 ? 1 : 0;
        for (var i = 0; i < item.Count; i++)
        {
            var candidate = item.DisplayNameAt(i);
            if (candidate.Equals(name, StringComparison.OrdinalIgnoreCase))
                return candidate;
            if (candidate.Length > LongestCompared || name.Length > LongestCompared || Math.Abs(candidate.Length - name.Length) > limit)
                continue;
            var distance = Distance(candidate.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance > limit)
                continue;
            nearest = candidate;
            limit = distance - 1;
        }

        return nearest;
    }

    /// <summary>Letters to insert, drop, replace or swap with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[left.Length, right.Length];
    }
}

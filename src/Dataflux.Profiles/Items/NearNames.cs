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
            var distance = EditDistance.Between(candidate.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance > limit)
                continue;
            nearest = candidate;
            limit = distance - 1;
        }

        return nearest;
    }
}

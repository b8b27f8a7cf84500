using Dataflux.Profiles.Items;

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
            var distance = EditDistance.Between(given.ToLowerInvariant(), name.ToLowerInvariant());
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
}

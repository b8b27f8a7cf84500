using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Ledger;

/// <summary>Counts by the names that appear in summaries, rejects and metrics.</summary>
internal static class CountsByName
{
    /// <summary>The counts that are not 0; they may be added to meanwhile.</summary>
    internal static SortedDictionary<string, long> Of<TName>(long[] counts)
        where TName : struct, Enum
    {
        var named = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in Enum.GetValues<TName>())
        {
            var count = Interlocked.Read(ref counts[(int)(object)name]);
            if (count > 0)
                named[StageNames.Of(name.ToString())] = count;
        }

        return named;
    }

    /// <summary>Takes named counts back.</summary>
    internal static void Subtract<TName>(long[] counts, IReadOnlyDictionary<string, long> named)
        where TName : struct, Enum => Add<TName>(counts, named, -1);

    /// <summary>Adds named counts.</summary>
    internal static void Add<TName>(long[] counts, IReadOnlyDictionary<string, long> named, int sign = 1)
        where TName : struct, Enum
    {
        foreach (var name in Enum.GetValues<TName>())
            Interlocked.Add(ref counts[(int)(object)name], sign * named.GetValueOrDefault(StageNames.Of(name.ToString())));
    }
}

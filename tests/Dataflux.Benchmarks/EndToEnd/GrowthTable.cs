namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>
/// What an item more costs, from each size to the next. The start of a process and its first code cost the same whatever the size, so items
/// a second grow with it; this does not, where the cost is linear.
/// </summary>
internal sealed class GrowthTable
{
    private readonly Dictionary<string, List<(int Items, double Wall)>> _rows = [];

    /// <summary>Adds a run's time in seconds; sizes come in their order.</summary>
    internal void Add(string name, int items, double wall)
    {
        _rows.TryAdd(name, []);
        _rows[name].Add((items, wall));
    }

    internal void Print(TextWriter to, IReadOnlyList<int> sizes)
    {
        if (sizes.Count < 2)
            return;
        to.WriteLine();
        to.WriteLine(
            "| µs of wall time for each further item | "
            + $"{string.Join(" | ", sizes.Zip(sizes.Skip(1), (from, until) => $"{from:N0} to {until:N0}"))} |");
        to.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", sizes.Count - 1))}");
        foreach (var (name, runs) in _rows)
        {
            var growths = runs.Zip(runs.Skip(1), (from, until) => $"{(until.Wall - from.Wall) / (until.Items - from.Items) * 1e6:F2}");
            to.WriteLine($"| {name} | {string.Join(" | ", growths)} |");
        }
    }
}

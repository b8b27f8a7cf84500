namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>What one run took.</summary>
/// <param name="Wall">Seconds from start to end; of dataflux with the process's start.</param>
/// <param name="ToolCpu">CPU seconds of the process that sends the rows.</param>
/// <param name="ServerCpu">CPU seconds of all server processes.</param>
/// <param name="PeakMemory">The largest resident set of the process in bytes; 0 where it was not measured.</param>
/// <param name="Updated">Rows that the server updated.</param>
internal readonly record struct Measurement(double Wall, double ToolCpu, double ServerCpu, long PeakMemory, long Updated)
{
    /// <summary>The median of each figure by itself.</summary>
    internal static Measurement Median(IReadOnlyCollection<Measurement> runs) => new(
        Middle(runs.Select(run => run.Wall)),
        Middle(runs.Select(run => run.ToolCpu)),
        Middle(runs.Select(run => run.ServerCpu)),
        (long)Middle(runs.Select(run => (double)run.PeakMemory)),
        (long)Middle(runs.Select(run => (double)run.Updated)));

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

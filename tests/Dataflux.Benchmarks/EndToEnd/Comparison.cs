namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>
/// Measures dataflux and the limit in turn, in one run on one machine against one server, and prints a table. Each round is: for
/// each setting a fresh run and a re-run, then the limit fresh and again, so that all are met by the same neighbours.
/// </summary>
internal sealed class Comparison(ComparisonOptions options)
{
    private const string Fresh = "limit: COPY and merge of ready rows";
    private const string Again = "limit, re-run";
    private readonly GrowthTable _growth = new();

    internal async Task RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.Work);
        var tool = options.Published ? await PublishedTool.PublishAsync(Path.Combine(options.Work, "tool")) : Programs.Built("dataflux");
        await using var database = await Database.StartAsync(Path.Combine(options.Work, "postgres"), cancellation);
        Console.WriteLine($"{Environment.ProcessorCount} CPUs, PostgreSQL {await VersionAsync(database, cancellation)}, "
            + $"medians of {options.Runs}, load {Load()} at the start");
        Console.WriteLine();
        Console.WriteLine("| items | rows | what | wall s | items/s | rows/s | tool CPU s | server CPU s | peak MB | updated | x limit |");
        Console.WriteLine("|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var items in options.Sizes)
            await CompareAsync(database, tool, items, cancellation);

        _growth.Print(Console.Out, options.Sizes);
        Console.WriteLine();
        Console.WriteLine($"load {Load()} at the end");
    }

    private async Task CompareAsync(Database database, string tool, int items, CancellationToken cancellation)
    {
        var migrations = new Migrations(database, tool, options.Work, items);
        var limit = new Limit(database, Path.Combine(options.Work, "ready-rows"));
        await migrations.PrepareAsync();
        await database.ExecuteAsync("drop table if exists picture", cancellation);

        // Makes the rows that the limit needs, and compiles the script once, so that the runs find it in the cache.
        await migrations.RunAsync(new(1, 1, null), cancellation);
        await limit.TakeRowsAsync(cancellation);
        var rows = await database.NumberAsync("select count(*) from picture", cancellation);

        var runs = new Dictionary<string, List<Measurement>>();
        for (var run = 0; run < options.Runs; run++)
        {
            foreach (var setting in options.Settings)
            {
                var name = setting.ToString();
                await database.ExecuteAsync("truncate picture", cancellation);
                await MeasureAsync(name, () => migrations.RunAsync(setting, cancellation));
                await MeasureAsync($"{name}, re-run", () => migrations.RunAsync(setting, cancellation));
            }

            await database.ExecuteAsync("truncate picture", cancellation);
            await MeasureAsync(Fresh, () => limit.RunAsync(cancellation));
            await MeasureAsync(Again, () => limit.RunAsync(cancellation));
        }

        foreach (var (name, all) in runs)
        {
            var median = Measurement.Median(all);
            _growth.Add(name, items, median.Wall);
            var bound = Measurement.Median(runs[name.EndsWith("re-run", StringComparison.Ordinal) ? Again : Fresh]);
            Console.WriteLine($"| {items:N0} | {rows:N0} | {name} | {median.Wall:F2} | {items / median.Wall:N0} | "
                + $"{rows / median.Wall:N0} | {median.ToolCpu:F2} | {median.ServerCpu:F2} | "
                + $"{(median.PeakMemory > 0 ? $"{median.PeakMemory / 1e6:F0}" : "")} | {median.Updated:N0} | "
                + $"{median.Wall / bound.Wall:F2} |");
        }

        // A checkpoint here is none in the middle of a run, and no run writes the pages of the one before it.
        async Task MeasureAsync(string name, Func<Task<Measurement>> run)
        {
            await database.ExecuteAsync("checkpoint", cancellation);
            runs.TryAdd(name, []);
            runs[name].Add(await run());
        }
    }

    private static async Task<string> VersionAsync(Database database, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        return connection.PostgreSqlVersion.ToString();
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}

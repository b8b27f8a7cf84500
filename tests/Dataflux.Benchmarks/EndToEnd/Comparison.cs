namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>
/// Measures dataflux and the limits in turn, in one run on one machine against one server, and prints a table. Each round is: for
/// each setting a fresh run and a re-run, a script, what dataflux does without a database, and the limits, so that all are met by the same
/// neighbours.
/// </summary>
internal sealed class Comparison(ComparisonOptions options)
{
    private const string Copied = "limit: COPY of ready rows into the table";
    private const string Merged = "COPY and merge of ready rows";
    private const string Again = "COPY and merge of ready rows, re-run";
    private const string Script = "a script: pictures.py and psql";

    // It keeps all items in memory.
    private const int MostOfScript = 2_000_000;
    private static readonly int[] s_readers = [1, 2, 4];
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
        var script = items <= MostOfScript ? new PlainScript(database, migrations.Export) : null;
        await migrations.PrepareAsync();
        await database.ExecuteAsync("drop table if exists picture", cancellation);

        // Makes the rows that the limit needs, and compiles the script once, so that the runs find it in the cache.
        await migrations.RunAsync(new(1, 1, null), cancellation);
        await limit.TakeRowsAsync(cancellation);
        var rows = await database.NumberAsync("select count(*) from picture", cancellation);
        if (script is not null)
            await script.KeepExpectedAsync(cancellation);

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

            if (script is not null)
            {
                await database.ExecuteAsync("truncate picture", cancellation);
                await MeasureAsync(Script, () => script.RunAsync(cancellation));
                Console.Error.WriteLine($"of the script's rows {await script.DifferingAsync(cancellation):N0} differ");
            }

            foreach (var readers in s_readers)
            {
                var setting = new ToolSetting(readers, 1, null);
                await MeasureAsync($"without a database, {setting}", () => migrations.DiscardAsync(setting, cancellation));
            }

            await database.ExecuteAsync("truncate picture", cancellation);
            await MeasureAsync(Copied, () => limit.CopyAsync(cancellation));
            await database.ExecuteAsync("truncate picture", cancellation);
            await MeasureAsync(Merged, () => limit.MergeAsync(cancellation));
            await MeasureAsync(Again, () => limit.MergeAsync(cancellation));
        }

        foreach (var (name, all) in runs)
        {
            var median = Measurement.Median(all);
            _growth.Add(name, items, median.Wall);
            var bound = Measurement.Median(runs[name.EndsWith("re-run", StringComparison.Ordinal) ? Again : Copied]);
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

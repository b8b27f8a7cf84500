using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

/// <summary>An export in which every key lies in every file, and runs that group it as a whole.</summary>
internal static class SpreadKeys
{
    internal const int Keys = 40;

    // Every key lies in every file; its items are numbered through.
    internal static readonly string[][] Files =
        [.. Enumerable.Range(0, 6)
            .Select(file => Enumerable.Range(0, 80).Select(i => EngineRun.Item(1000 + (i % Keys), (file * 80) + i)).ToArray())];

    /// <summary>A run that groups the whole export in nine partitions.</summary>
    internal static EngineRun NewRun(params string[][] files)
    {
        var run = new EngineRun(new MemorySource(files)) { Options = new() { GroupScope = GroupScope.Export, Writers = 1, BatchSize = 3 } };

        // Eight partitions for rows and one for deletes.
        run.Source.FileSize = ((8 * (run.Options.GroupMemory / 4)) / 10 / files.Length) + 1;
        return run;
    }

    /// <summary>Runs until a file, counted from 0, cannot be read to its end.</summary>
    internal static async Task StopWhileSpreadingAsync(EngineRun run, int file)
    {
        run.Source.Broken = $"data/{file:D3}.json.gz";
        var stopped = await run.RunAsync();
        Assert.Equal((RunOutcome.Failed, file), (stopped.Outcome, stopped.PartsDone));
        Assert.Empty(run.Target.Table);
        run.Source.Broken = null;
    }

    /// <summary>Runs until the target fails after so many partitions are done.</summary>
    internal static async Task<RunSummary> StopWhileGroupingAsync(EngineRun run, int partition)
    {
        var done = 0;
        run.Observer.OnPartitionCompleted = number => done = number;
        run.Target.AfterCommit = _ =>
        {
            if (done == partition)
                throw new InvalidOperationException("permission denied");
        };
        var stopped = await run.RunAsync();
        Assert.Equal(RunOutcome.Failed, stopped.Outcome);
        run.Target.AfterCommit = _ => { };
        return stopped;
    }

    /// <summary>Where the partitions lie.</summary>
    internal static string Partitions(EngineRun run) => Path.Combine(run.Folder, "groups", "export");

    /// <summary>What <see cref="Files"/> add up to.</summary>
    internal static IEnumerable<Sum> ExpectedSums() => Enumerable.Range(0, Keys).Select(key =>
        new Sum(1000 + key, 12, Enumerable.Range(0, 480).Where(value => value % Keys == key).Sum(value => (long)value)));
}

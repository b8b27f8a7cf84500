using Dataflux.Engine.Ground;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;
using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

/// <summary>What grouping across the files of an export refuses, and what stops it.</summary>
public class ExportGroupRefusalTests
{
    [Fact]
    public async Task A_changed_profile_or_file_is_refused_as_long_as_rows_lie_in_partitions()
    {
        using var run = SpreadKeys.NewRun(SpreadKeys.Files);
        await SpreadKeys.StopWhileGroupingAsync(run, partition: 4);
        run.ProfileHash = "p2";
        run.Options = run.Options with { AcceptChanges = true };

        var profile = await Assert.ThrowsAsync<StateException>(() => run.RunAsync());
        run.ProfileHash = "p1";
        run.Source.Version[2] = "changed";
        var file = await Assert.ThrowsAsync<StateException>(() => run.RunAsync());

        Assert.Contains("but the profile changed", profile.Message);
        Assert.Contains("dataflux reset", profile.Message);
        Assert.Contains("but the files of the export changed", file.Message);
        MigrationReset.InFolder(run.Folder, "sums", run.Time);
        Assert.False(Directory.Exists(SpreadKeys.Partitions(run)));
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
    }

    [Fact]
    public async Task More_disk_than_allowed_stops_the_run_resumable()
    {
        using var run = SpreadKeys.NewRun(SpreadKeys.Files);
        run.Options = run.Options with { GroupDisk = 3_000 };

        var stopped = await run.RunAsync();
        run.Options = run.Options with { GroupDisk = 1_000_000 };
        var resumed = await run.RunAsync();

        Assert.Equal((RunOutcome.Failed, ExitCode.Failed), (stopped.Outcome, stopped.ExitCode));
        Assert.Contains("more than the 3,000 bytes that 'group: disk' allows", stopped.Error);
        Assert.InRange(stopped.PartsDone, 1, 5);
        Assert.Empty(run.Target.Table.Keys.Except(Enumerable.Range(1000, SpreadKeys.Keys).Select(key => (long)key)));
        Assert.Equal(480, resumed.Counts.Kept);
        Assert.Equal(SpreadKeys.ExpectedSums(), run.Target.Table.Values);
    }

    [Fact]
    public async Task A_damaged_shelf_stops_the_run_and_says_so()
    {
        using var run = SpreadKeys.NewRun(SpreadKeys.Files);
        await SpreadKeys.StopWhileGroupingAsync(run, partition: 4);
        var shelf = Directory.GetFiles(SpreadKeys.Partitions(run)).Order(StringComparer.Ordinal).Last();
        var bytes = await File.ReadAllBytesAsync(shelf, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(shelf, bytes[..^9], TestContext.Current.CancellationToken);

        var failed = await run.RunAsync();

        Assert.Equal(ExitCode.Failed, failed.ExitCode);
        Assert.Contains($"{shelf} is damaged", failed.Error);
        Assert.Contains("dataflux reset", failed.Error);
    }

    [Fact]
    public async Task What_cannot_be_grouped_across_files_is_refused_before_anything_is_touched()
    {
        using var run = SpreadKeys.NewRun(SpreadKeys.Files);
        run.Options = run.Options with { Limit = 5 };
        var limit = await Assert.ThrowsAsync<GroupScopeException>(() => run.RunAsync());
        run.Options = run.Options with { Limit = null, Checkpoint = CheckpointPlace.Target };
        var target = await Assert.ThrowsAsync<GroupScopeException>(() => run.RunAsync());
        run.Options = run.Options with { Checkpoint = CheckpointPlace.Folder };
        run.Source = new MemorySource(SpreadKeys.Files) { IsChain = true };
        var chain = await Assert.ThrowsAsync<GroupScopeException>(() => run.RunAsync());
        run.Grouped = false;
        var key = await Assert.ThrowsAsync<GroupScopeException>(() => run.RunAsync());

        Assert.Contains("does not go with a limit", limit.Message);
        Assert.Contains("does not go with 'checkpoint: target'", target.Message);
        Assert.Contains("does not go with a chain of exports", chain.Message);
        Assert.Contains("needs a profile with the function groupKey", key.Message);
        Assert.Equal(ExitCode.Usage, key.ExitCode);
        Assert.Equal(0, run.Target.Sessions);
        Assert.Empty(Directory.GetFileSystemEntries(run.Folder));
    }
}

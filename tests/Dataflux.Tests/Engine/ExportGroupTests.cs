using Dataflux.Engine;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

/// <summary>Grouping across the files of an export: <see cref="GroupScope.Export"/>.</summary>
public class ExportGroupTests
{
    private const int Keys = 40;

    // Every key lies in every file; its items are numbered through.
    private static readonly string[][] Files =
        [.. Enumerable.Range(0, 6).Select(file => Enumerable.Range(0, 80).Select(i => EngineRun.Item(1000 + (i % Keys), (file * 80) + i)).ToArray())];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    public async Task Rows_of_one_key_in_all_files_are_one_group(int readers, int writers)
    {
        using var run = NewRun(Files);
        run.Options = run.Options with { Readers = readers, Writers = writers, BatchSize = 7 };

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal(ExpectedSums(), run.Target.Table.Values);
        Assert.Equal((480, 480, 40, 0), (summary.Counts.Items, summary.Counts.Kept, summary.Counts.Groups, summary.Counts.Partitioned));
        Assert.Equal(new(40, 0, 0), summary.Counts.Records);
        Assert.Equal((6, 9, 9), (summary.FilesDone, summary.Partitions, summary.PartitionsDone));
        Assert.False(Directory.Exists(Path.Combine(run.Folder, "groups", "export")));
    }

    [Fact]
    public async Task A_second_run_finds_everything_unchanged()
    {
        using var run = NewRun(Files);
        await run.RunAsync();

        var again = await run.RunAsync();

        Assert.Equal(new(0, 0, 40), again.Counts.Records);
        Assert.Equal(ExpectedSums(), run.Target.Table.Values);
    }

    [Fact]
    public async Task A_partition_that_is_larger_than_the_memory_is_divided_again()
    {
        using var run = NewRun(Files);
        run.Options = run.Options with { GroupMemory = 2_000 };
        run.Source.FileSize = 1;

        var summary = await run.RunAsync();

        Assert.Equal(2, summary.Partitions);
        Assert.Equal(480, summary.Counts.Kept);
        Assert.Equal(ExpectedSums(), run.Target.Table.Values);
    }

    [Fact]
    public async Task Rejects_name_the_file_and_the_lines_of_each_item_of_a_group()
    {
        using var run = NewRun(
            [EngineRun.Item(1, 10), EngineRun.Item(666, 1), "not json", EngineRun.Item(666, 2)],
            [EngineRun.Item(1, -1), EngineRun.Item(13, 1), EngineRun.Item(1100, 5)],
            [EngineRun.Item(1100, 6), EngineRun.Item(1, 30), EngineRun.Item(666, 4)]);
        run.Target.BeforeCommit = records => Refuse(records, 1100);

        var summary = await run.RunAsync();

        Assert.Equal(
            [
                "data/000.json.gz [2,4] transform 2",
                "data/000.json.gz [3] read 1",
                "data/001.json.gz [1] parseItem 1",
                "data/001.json.gz [3] upsert 1",
                "data/002.json.gz [1] upsert 1",
                "data/002.json.gz [3] transform 1",
            ],
            run.Rejects().Select(reject =>
                $"{reject.GetProperty("file").GetString()} {reject.GetProperty("lines").GetRawText()} {reject.GetProperty("stage").GetString()} "
                + $"{reject.GetProperty("items").GetArrayLength()}").Order(StringComparer.Ordinal));
        var values = run.Rejects().Where(reject => reject.GetProperty("stage").GetString() == "transform")
            .SelectMany(reject => reject.GetProperty("items").EnumerateArray())
            .Select(item => item.GetProperty("Item").GetProperty("v").GetProperty("N").GetString());
        Assert.Equal(["1", "2", "4"], values.Order());
        Assert.Equal([new Sum(1, 2, 40)], run.Target.Table.Values);
        Assert.Equal((10, 2, 1, 7), (summary.Counts.Items, summary.Counts.Kept, summary.Counts.SkippedTotal, summary.Counts.RejectedTotal));
    }

    [Fact]
    public async Task A_run_that_failed_while_spreading_reads_only_the_files_that_are_left()
    {
        using var run = NewRun(Files);
        await StopWhileSpreadingAsync(run, file: 3);
        run.Source.Opened.Clear();

        var resumed = await run.RunAsync();

        Assert.Equal(["data/003.json.gz", "data/004.json.gz", "data/005.json.gz"], run.Source.Opened);
        Assert.Equal((480, 480, 240), (resumed.Counts.Items, resumed.Counts.Kept, resumed.ItemsRead));
        Assert.Equal(ExpectedSums(), run.Target.Table.Values);
    }

    [Fact]
    public async Task A_run_that_failed_while_grouping_reads_no_file_again_and_groups_the_partitions_that_are_left()
    {
        using var run = NewRun(Files);
        var stopped = await StopWhileGroupingAsync(run, partition: 4);
        run.Source.Opened.Clear();

        Assert.Equal((6, 4), (stopped.FilesDone, stopped.PartitionsDone));
        Assert.Equal((480, 480), (stopped.Counts.Items, stopped.Counts.Kept + stopped.Counts.Partitioned));
        Assert.True(stopped.Counts.Partitioned > 0);
        var writtenBefore = run.Target.Table.Keys.ToHashSet();
        var resumed = await run.RunAsync();

        Assert.Empty(run.Source.Opened);
        Assert.Equal((480, 480, 0), (resumed.Counts.Items, resumed.Counts.Kept, resumed.ItemsRead));
        Assert.Equal(40, resumed.Counts.Records.Inserted + resumed.Counts.Records.Unchanged);
        Assert.NotEmpty(writtenBefore);
        Assert.Equal(ExpectedSums(), run.Target.Table.Values);
    }

    [Fact]
    public async Task Disk_becomes_free_as_partitions_are_done()
    {
        using var run = NewRun(Files);
        var left = new List<long>();
        run.Observer.OnPartitionCompleted = _ => left.Add(Directory.GetFiles(Partitions(run)).Sum(file => new FileInfo(file).Length));

        await run.RunAsync();

        // Nine partitions on eight shelves: the first shelf has two, every other one.
        Assert.Equal(9, left.Count);
        Assert.Equal(left.OrderDescending(), left);
        Assert.Equal(0, left[^1]);
        Assert.True(left[4] < left[0] * 0.8, $"{left[4]} bytes are left after half of the partitions, {left[0]} after the first");
    }

    [Fact]
    public async Task Deleted_items_of_all_files_come_before_all_groups()
    {
        using var run = NewRun(
            [EngineRun.Put(1, 10), EngineRun.Delete(13), EngineRun.Put(2, 5)],
            [EngineRun.Delete(2), EngineRun.Delete(3), EngineRun.Put(1, 20), EngineRun.Delete(666)]);
        run.Deletes = true;
        run.Target.Apply([new Sum(2, 9, 9), new Sum(3, 9, 9), new Sum(4, 9, 9)]);

        var summary = await run.RunAsync();

        Assert.Equal([new Sum(1, 2, 30), new Sum(2, 1, 5), new Sum(4, 9, 9)], run.Target.Table.Values);
        Assert.Equal((7, 5, 1, 1), (summary.Counts.Items, summary.Counts.Kept, summary.Counts.SkippedTotal, summary.Counts.RejectedTotal));
        Assert.Equal(2, summary.Counts.Records.Deleted);
        Assert.Equal("deleteItem", run.Rejects().Single().GetProperty("stage").GetString());
    }

    [Fact]
    public async Task A_changed_profile_or_file_is_refused_as_long_as_rows_lie_in_partitions()
    {
        using var run = NewRun(Files);
        await StopWhileGroupingAsync(run, partition: 4);
        run.ProfileHash = "p2";
        run.Options = run.Options with { AcceptChanges = true };

        var profile = await Assert.ThrowsAsync<StateException>(() => run.RunAsync());
        run.ProfileHash = "p1";
        run.Source.Version[2] = "changed";
        var file = await Assert.ThrowsAsync<StateException>(() => run.RunAsync());

        Assert.Contains("but the profile changed", profile.Message);
        Assert.Contains("dataflux reset", profile.Message);
        Assert.Contains("but the files of the export changed", file.Message);
        StateFolder.Reset(run.Folder, "sums", run.Time);
        Assert.False(Directory.Exists(Partitions(run)));
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
    }

    [Fact]
    public async Task More_disk_than_allowed_stops_the_run_resumable()
    {
        using var run = NewRun(Files);
        run.Options = run.Options with { GroupDisk = 3_000 };

        var stopped = await run.RunAsync();
        run.Options = run.Options with { GroupDisk = 1_000_000 };
        var resumed = await run.RunAsync();

        Assert.Equal((RunOutcome.Failed, ExitCode.Failed), (stopped.Outcome, stopped.ExitCode));
        Assert.Contains("more than the 3,000 bytes that 'group: disk' allows", stopped.Error);
        Assert.InRange(stopped.FilesDone, 1, 5);
        Assert.Empty(run.Target.Table.Keys.Except(Enumerable.Range(1000, Keys).Select(key => (long)key)));
        Assert.Equal(480, resumed.Counts.Kept);
        Assert.Equal(ExpectedSums(), run.Target.Table.Values);
    }

    [Fact]
    public async Task A_damaged_shelf_stops_the_run_and_says_so()
    {
        using var run = NewRun(Files);
        await StopWhileGroupingAsync(run, partition: 4);
        var shelf = Directory.GetFiles(Partitions(run)).Order(StringComparer.Ordinal).Last();
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
        using var run = NewRun(Files);
        run.Options = run.Options with { Limit = 5 };
        var limit = await Assert.ThrowsAsync<GroupScopeException>(() => run.RunAsync());
        run.Options = run.Options with { Limit = null, Checkpoint = CheckpointPlace.Target };
        var target = await Assert.ThrowsAsync<GroupScopeException>(() => run.RunAsync());
        run.Options = run.Options with { Checkpoint = CheckpointPlace.Folder };
        run.Source = new MemorySource(Files) { IsChain = true };
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

    [Fact]
    public async Task A_replay_brings_the_rejected_items_of_a_group_together_again()
    {
        using var run = NewRun(
            [EngineRun.Item(666, 1), EngineRun.Item(1, 10), EngineRun.Item(2, -5)],
            [EngineRun.Item(666, 2), EngineRun.Item(1100, 1)],
            [EngineRun.Item(1100, 2), EngineRun.Item(666, 4), "not json"]);
        run.Target.BeforeCommit = records => Refuse(records, 1100);
        await run.RunAsync();
        run.Target.BeforeCommit = _ => { };
        run.BadKey = -1;
        run.ProfileHash = "p2";

        using var replay = await Replay.BeginAsync(run.Folder, "sums", run.Time, stateTarget: null, TestContext.Current.CancellationToken);
        var summary = await replay.RunAsync(run.Profile(), run.Plan(), TestContext.Current.CancellationToken);

        Assert.Equal((7, 5, 2), (summary.Counts.Items, summary.Counts.Kept, summary.Counts.RejectedTotal));
        Assert.Equal([new Sum(1, 1, 10), new Sum(666, 3, 7), new Sum(1100, 2, 3)], run.Target.Table.Values);
        Assert.Equal((8, 6, 2, 0), (replay.Counts.Items, replay.Counts.Kept, replay.Counts.RejectedTotal, replay.Counts.Partitioned));
        Assert.True(replay.Counts.AddUp);
        Assert.Equal(["parseItem", "read"], run.Rejects().Select(reject => reject.GetProperty("stage").GetString()).Order());
    }

    private static EngineRun NewRun(params string[][] files)
    {
        var run = new EngineRun(new MemorySource(files)) { Options = new() { GroupScope = GroupScope.Export, Writers = 1, BatchSize = 3 } };

        // Eight partitions for rows and one for deletes.
        run.Source.FileSize = ((8 * (run.Options.GroupMemory / 4)) / 10 / files.Length) + 1;
        return run;
    }

    private static async Task StopWhileSpreadingAsync(EngineRun run, int file)
    {
        run.Source.Broken = $"data/{file:D3}.json.gz";
        var stopped = await run.RunAsync();
        Assert.Equal((RunOutcome.Failed, file), (stopped.Outcome, stopped.FilesDone));
        Assert.Empty(run.Target.Table);
        run.Source.Broken = null;
    }

    private static async Task<RunSummary> StopWhileGroupingAsync(EngineRun run, int partition)
    {
        var done = 0;
        run.Observer.OnPartitionCompleted = number => done = number;
        run.Target.AfterCommit = _ =>
        {
            if (done == partition)
            {
                throw new InvalidOperationException("permission denied");
            }
        };
        var stopped = await run.RunAsync();
        Assert.Equal(RunOutcome.Failed, stopped.Outcome);
        run.Target.AfterCommit = _ => { };
        return stopped;
    }

    private static string Partitions(EngineRun run) => Path.Combine(run.Folder, "groups", "export");

    private static IEnumerable<Sum> ExpectedSums() => Enumerable.Range(0, Keys).Select(key =>
        new Sum(1000 + key, 12, Enumerable.Range(0, 480).Where(value => value % Keys == key).Sum(value => (long)value)));

    private static void Refuse(IReadOnlyList<Sum> records, long key)
    {
        if (records.Any(record => record.Key == key))
        {
            throw new ArgumentException("check constraint");
        }
    }
}

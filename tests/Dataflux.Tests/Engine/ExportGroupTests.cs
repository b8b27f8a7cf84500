using Dataflux.Engine.Plans;
using Dataflux.Engine.Replaying;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

/// <summary>Grouping across the files of an export: <see cref="GroupScope.Export"/>.</summary>
public class ExportGroupTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    public async Task Rows_of_one_key_in_all_files_are_one_group(int readers, int writers)
    {
        using var run = SpreadKeys.NewRun(SpreadKeys.Files);
        run.Options = run.Options with { Readers = readers, Writers = writers, BatchSize = 7 };

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal(SpreadKeys.ExpectedSums(), run.Target.Table.Values);
        Assert.Equal((480, 480, 40, 0), (summary.Counts.Items, summary.Counts.Kept, summary.Counts.Groups, summary.Counts.Partitioned));
        Assert.Equal(new(40, 0, 0), summary.Counts.Records);
        Assert.Equal((6, 9, 9), (summary.PartsDone, summary.Partitions, summary.PartitionsDone));
        Assert.False(Directory.Exists(Path.Combine(run.Folder, "groups", "export")));
    }

    [Fact]
    public async Task A_second_run_finds_everything_unchanged()
    {
        using var run = SpreadKeys.NewRun(SpreadKeys.Files);
        await run.RunAsync();

        var again = await run.RunAsync();

        Assert.Equal(new(0, 0, 40), again.Counts.Records);
        Assert.Equal(SpreadKeys.ExpectedSums(), run.Target.Table.Values);
    }

    [Fact]
    public async Task A_partition_that_is_larger_than_the_memory_is_divided_again()
    {
        using var run = SpreadKeys.NewRun(SpreadKeys.Files);
        run.Options = run.Options with { GroupMemory = 2_000 };
        run.Source.FileSize = 1;

        var summary = await run.RunAsync();

        Assert.Equal(2, summary.Partitions);
        Assert.Equal(480, summary.Counts.Kept);
        Assert.Equal(SpreadKeys.ExpectedSums(), run.Target.Table.Values);
    }

    [Fact]
    public async Task Rejects_name_the_file_and_the_lines_of_each_item_of_a_group()
    {
        using var run = SpreadKeys.NewRun(
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
                $"{reject.GetProperty("file").GetString()} {reject.GetProperty("lines").GetRawText()} "
                + $"{reject.GetProperty("stage").GetString()} {reject.GetProperty("items").GetArrayLength()}")
                    .Order(StringComparer.Ordinal));
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
        using var run = SpreadKeys.NewRun(SpreadKeys.Files);
        await SpreadKeys.StopWhileSpreadingAsync(run, file: 3);
        run.Source.Opened.Clear();

        var resumed = await run.RunAsync();

        Assert.Equal(["data/003.json.gz", "data/004.json.gz", "data/005.json.gz"], run.Source.Opened);
        Assert.Equal((480, 480, 240), (resumed.Counts.Items, resumed.Counts.Kept, resumed.ItemsRead));
        Assert.Equal(SpreadKeys.ExpectedSums(), run.Target.Table.Values);
    }

    [Fact]
    public async Task A_run_that_failed_while_grouping_reads_no_file_again_and_groups_the_partitions_that_are_left()
    {
        using var run = SpreadKeys.NewRun(SpreadKeys.Files);
        var stopped = await SpreadKeys.StopWhileGroupingAsync(run, partition: 4);
        run.Source.Opened.Clear();

        Assert.Equal((6, 4), (stopped.PartsDone, stopped.PartitionsDone));
        Assert.Equal((480, 480), (stopped.Counts.Items, stopped.Counts.Kept + stopped.Counts.Partitioned));
        Assert.True(stopped.Counts.Partitioned > 0);
        var writtenBefore = run.Target.Table.Keys.ToHashSet();
        var resumed = await run.RunAsync();

        Assert.Empty(run.Source.Opened);
        Assert.Equal((480, 480, 0), (resumed.Counts.Items, resumed.Counts.Kept, resumed.ItemsRead));
        Assert.Equal(40, resumed.Counts.Records.Inserted + resumed.Counts.Records.Unchanged);
        Assert.NotEmpty(writtenBefore);
        Assert.Equal(SpreadKeys.ExpectedSums(), run.Target.Table.Values);
    }

    [Fact]
    public async Task Disk_becomes_free_as_partitions_are_done()
    {
        using var run = SpreadKeys.NewRun(SpreadKeys.Files);
        var left = new List<long>();
        run.Observer.OnPartitionCompleted = _ => left.Add(
            Directory.GetFiles(SpreadKeys.Partitions(run)).Sum(file => new FileInfo(file).Length));

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
        using var run = SpreadKeys.NewRun(
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
    public async Task A_replay_brings_the_rejected_items_of_a_group_together_again()
    {
        using var run = SpreadKeys.NewRun(
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

    private static void Refuse(IReadOnlyList<Sum> records, long key)
    {
        if (records.Any(record => record.Key == key))
            throw new ArgumentException("check constraint");
    }
}

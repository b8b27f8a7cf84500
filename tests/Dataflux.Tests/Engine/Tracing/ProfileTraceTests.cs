using Dataflux.Engine.Contract;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Tracing;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine.Tracing;

public class ProfileTraceTests
{
    [Fact]
    public void An_item_is_shown_with_its_row_its_group_and_the_records_of_that()
    {
        var trace = Trace(EngineRun.Item(7, 10), EngineRun.Item(8, 1), EngineRun.Item(7, 5));

        var item = trace.Items.First();
        Assert.Equal(new Pair(7, 10), item.Row);
        Assert.True(item.IsKept);
        Assert.Equal("7", item.Group!.Key);
        Assert.Equal([1, 3], item.Group.Items.Select(other => other.Line));
        Assert.Equal([new Pair(7, 10), new Pair(7, 5)], item.Group.Rows);
        Assert.Equal([new Sum(7, 2, 15)], item.Group.Records);
        Assert.Equal(2, trace.Groups.Count());
    }

    [Fact]
    public void Every_skip_names_the_function_that_did_it()
    {
        var trace = Trace("""{"Item":{}}""", EngineRun.Item(13, 1), EngineRun.Delete(1));

        Assert.Equal(["parseItem", "filter", "delete"], trace.Items.Select(item => item.SkippedBy));
        Assert.Equal(["deleteItem"], Trace(run => run.Deletes = true, EngineRun.Delete(13)).Items.Select(item => item.SkippedBy));
        Assert.Equal(["transform"], Traced(Single((_, _) => { }), EngineRun.Item(1, 1)).Items.Select(item => item.SkippedBy));
    }

    [Fact]
    public void Every_rejection_names_its_stage_and_reason()
    {
        var trace = Trace(EngineRun.Item(1, -5), "{\"Item\":", EngineRun.Item(666, 1), EngineRun.Item(666, 2), EngineRun.Item(1, 5));

        Assert.Equal(["parseItem", "read", "transform", "transform", null], trace.Items.Select(item => item.Rejected?.Stage));
        Assert.Equal("negative value -5", trace.Items.First().Rejected!.Error.Message);
        Assert.Equal("InvalidDataException", trace.Items.First().Rejected!.Error.Code);
        var rejected = trace.Groups.First().Rejected!;
        Assert.Equal([3, 4], rejected.Lines);
        Assert.Equal("666", rejected.Key);
    }

    [Fact]
    public void The_position_in_the_script_is_part_of_a_rejections_message()
    {
        var profile = Single((_, _) => throw new InvalidDataException("no"), describe: e => $"sums.csx(3,1): {e.Message}");

        Assert.Equal("sums.csx(3,1): no", Traced(profile, EngineRun.Item(1, 1)).Items.Single().Rejected!.Error.Message);
    }

    [Fact]
    public void A_group_key_that_throws_rejects_the_item_and_its_row_is_still_shown()
    {
        var profile = Single(
            (_, _) => { }, key: new GroupKeyOf<Pair, long>(row => row.Value == 2 ? throw new InvalidDataException("no key") : row.Key));

        var trace = Traced(profile, EngineRun.Item(1, 1), EngineRun.Item(1, 2));

        Assert.Equal("groupKey", trace.Items.Last().Rejected!.Stage);
        Assert.Equal(new Pair(1, 2), trace.Items.Last().Row);
        Assert.Single(trace.Groups.Single().Rows);
    }

    [Fact]
    public void Rows_that_groupRows_drops_are_skipped_by_it_and_rows_it_fails_on_are_rejected_by_it()
    {
        string[] items = [EngineRun.Item(1, 1), EngineRun.Item(2, 2), EngineRun.Item(3, 3)];

        var dropped = Trace(run => run.GroupRows = rows => [rows.Where(row => row.Key != 2)], items);
        var failed = Trace(run => run.GroupRows = _ => throw new InvalidDataException("cannot group"), items);

        Assert.Equal([null, "groupRows", null], dropped.Items.Select(item => item.SkippedBy));
        Assert.Equal([new Sum(1, 2, 4)], dropped.Groups.Single().Records);
        Assert.All(failed.Items, item => Assert.Equal("groupRows", item.Rejected!.Stage));
        Assert.Empty(failed.Groups);
    }

    [Fact]
    public void A_deleted_item_is_shown_with_the_keys_it_deletes()
    {
        var trace = Trace(run => run.Deletes = true, EngineRun.Put(1, 1), EngineRun.Delete(5));

        Assert.Equal([new SumKey(5)], trace.Items.Last().DeletedKeys);
        Assert.True(trace.Items.Last().IsKept);
        Assert.Null(trace.Items.Last().Group);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("rows")]
    [InlineData("none")]
    public async Task A_trace_of_all_items_gives_the_account_and_the_records_of_a_migration(string grouping)
    {
        var random = new Random(20_260_114);
        var files = Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(12) switch
        {
            0 => "{}x",
            1 => """{"Item":{"other":{"S":"x"}}}""",
            2 => EngineRun.Item(1, -random.Next(5)),
            3 => EngineRun.Item(13, 1),
            4 => EngineRun.Item(666, random.Next(3)),
            5 => EngineRun.Delete(1000 + random.Next(5)),
            6 => EngineRun.Delete(13),
            _ => EngineRun.Put(random.Next(30), random.Next(100)),
        }).ToArray()).ToArray();
        using var run = new EngineRun(new MemorySource(files)) { Deletes = true, Grouped = grouping == "key" };
        run.GroupRows = grouping == "rows" ? rows => rows.Where(row => row.Value % 7 != 0).GroupBy(row => row.Key % 4) : null;
        var written = new List<Sum>();
        run.Target.BeforeCommit = written.AddRange;
        run.Options = new MigrationOptions { Writers = 1 };
        var sample = await new ItemSampler(run.Source, run.Source.Open(), default, new(), run.Observer, run.Time)
            .ReadAsync(1000, TestContext.Current.CancellationToken);

        var summary = await run.RunAsync();
        var trace = ProfileTrace.For(run.Profile(), sample);

        Assert.True(sample.IsWhole);
        Assert.Equal(summary.Counts.Kept, trace.Items.Count(item => item.IsKept));
        Assert.Equal(summary.Counts.Skipped, CountsBy(trace, item => item.SkippedBy));
        Assert.Equal(summary.Counts.Rejected, CountsBy(trace, item => item.Rejected?.Stage));
        Assert.Equal(written, trace.Groups.SelectMany(group => group.Records).Cast<Sum>());
    }

    private static Dictionary<string, long> CountsBy(ProfileTrace trace, Func<TracedItem, string?> reason) =>
        trace.Items.Where(item => reason(item) is not null).GroupBy(item => reason(item)!)
            .ToDictionary(same => same.Key, same => same.LongCount());

    private static ProfileTrace Trace(params string[] lines) => Trace(_ => { }, lines);

    private static ProfileTrace Trace(Action<EngineRun> configure, params string[] lines)
    {
        using var run = new EngineRun(new MemorySource());
        configure(run);
        return Traced(run.Profile(), lines);
    }

    private static ProfileTrace Traced(Profile profile, params string[] lines) => ProfileTrace.For(profile, ItemSample.Of("items", lines));

    private static Profile<Pair, Sum> Single(
        RecordMaker<Pair, Sum> transform, GroupKeyOf<Pair>? key = null, Func<Exception, string>? describe = null) => new()
        {
            Hash = "",
            Path = "sums.csx",
            RecordTypes = [typeof(Sum)],
            MappedTypes = [typeof(Sum)],
            OneRecordPerGroup = true,
            ParseItem = (Item item, out Pair row) =>
            {
                row = new(item.Int64("k"), item.Int64("v"));
                return true;
            },
            GroupKey = key,
            Transform = transform,
            Upsert = (_, _) => throw new InvalidOperationException("a trace writes nothing"),
            DescribeError = describe,
        };
}

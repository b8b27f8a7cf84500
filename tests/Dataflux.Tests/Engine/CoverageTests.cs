using System.Text.Json;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>A run says which attributes of the items it made rows of no accessor of the profile ever read.</summary>
public class CoverageTests
{
    [Theory]
    [InlineData(1, "file", null)]
    [InlineData(3, "file", null)]
    [InlineData(3, "file", 500)]
    [InlineData(2, "export", null)]
    public async Task Unread_attributes_are_counted_exactly_whatever_the_way_through_the_engine(int readers, string scope, int? groupMemory)
    {
        var random = new Random(20_261_127);
        var model = Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 60).Select(_ => CoverageModel.NewItem(random)).ToList())
            .ToList();
        using var run = CoverageModel.NewRun(model, CoverageModel.ReadSome);
        run.Options = run.Options with
        {
            Readers = readers,
            GroupScope = scope == "export" ? GroupScope.Export : GroupScope.File,
            GroupMemory = groupMemory ?? run.Options.GroupMemory,
        };

        var coverage = (await run.RunAsync()).Coverage!;

        Assert.Equal(CoverageModel.Expected(model), coverage.Unread.Select(unread => (unread.Name, unread.Items)));
        Assert.Equal(model.Sum(file => file.Count(CoverageModel.IsKept)), coverage.Items);
        Assert.Equal((false, 0), (coverage.IsCut, coverage.PartsNotCounted));
    }

    [Theory]
    [InlineData(CheckpointPlace.Folder)]
    [InlineData(CheckpointPlace.Target)]
    public async Task A_resumed_run_counts_what_earlier_processes_read_and_did_not_read(CheckpointPlace place)
    {
        var random = new Random(7);
        var model = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 50).Select(_ => CoverageModel.NewItem(random)).ToList())
            .ToList();

        // What only the first file has read, and what only the first file has.
        model[0].Add(
            new() { ["k"] = "{\"N\":\"0\"}", ["v"] = "{\"N\":\"1\"}", ["onlyRead"] = "{\"S\":\"r\"}", ["onlyUnread"] = "{\"S\":\"u\"}" });
        model[2].Add(new() { ["k"] = "{\"N\":\"77\"}", ["v"] = "{\"N\":\"1\"}" });
        model[3].Add(new() { ["k"] = "{\"N\":\"5\"}", ["v"] = "{\"N\":\"1\"}", ["onlyRead"] = "{\"S\":\"r\"}" });
        using var run = CoverageModel.NewRun(model, (Item item, out Pair row) =>
        {
            var kept = CoverageModel.ReadSome(item, out row);
            return kept && (row.Key != 0 || item.TryString("onlyRead") is var _);
        });
        run.Options = run.Options with { Checkpoint = place, RetryFor = TimeSpan.Zero, Writers = 1 };
        run.Target.BeforeCommit = records => SumTarget.AwayWhile(records.Any(record => record.Key == 77));
        Assert.Equal(2, (await run.RunAsync()).PartsDone);
        run.Target.BeforeCommit = _ => { };

        var coverage = (await run.RunAsync()).Coverage!;

        Assert.Equal(CoverageModel.Expected(model, "onlyRead"), coverage.Unread.Select(unread => (unread.Name, unread.Items)));
        Assert.Equal(model.Sum(file => file.Count(CoverageModel.IsKept)), coverage.Items);
    }

    [Fact]
    public async Task Asking_for_an_attribute_going_through_the_item_and_taking_it_whole_are_ways_to_read()
    {
        const string item = """{"Item":{"k":{"N":"1"},"v":{"N":"1"},"a":{"S":"x"},"caf\u00e9":{"S":"x"},"n":{"NULL":true}}}""";

        Assert.Equal(["a", "café"], await UnreadAsync(_ => { }, item));
        Assert.Equal([], await UnreadAsync(given => _ = given.Has("a") | given.Has("café"), item));
        Assert.Equal([], await UnreadAsync(given => _ = (given["a"], given.TryText("café")), item));
        Assert.Equal([], await UnreadAsync(given => given.ToJson(), item));
        Assert.Equal([], await UnreadAsync(given => given.ToDynamoDbJson(), item));
        Assert.Equal(["a", "café"], await UnreadAsync(given => _ = (given.Names, given.TryString("other")), item));
        Assert.Equal([], await UnreadAsync(
            given =>
            {
                foreach (var (_, value) in given)
                    _ = value;
            },
            item));
    }

    [Fact]
    public async Task The_keys_of_a_change_are_the_attributes_of_the_same_names()
    {
        var put = EngineRun.Put(7, 1);

        Assert.Equal(
            [],
            await UnreadAsync(_ => { }, (Item item, out Pair row) => (row = new(item.Keys.Int64("k"), item.Int64("v"))) is not null, put));
        Assert.Equal(["k"], await UnreadAsync(_ => { }, (Item item, out Pair row) => (row = new(1, item.Int64("v"))) is not null, put));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(300)]
    public async Task What_is_read_of_items_that_rows_hold_on_to_counts_too(int? groupMemory)
    {
        var kept = new List<Item>();
        using var run = new EngineRun(new MemorySource(Enumerable.Range(0, 40).Select(i => WithNote(i, "later")).ToArray()))
        {
            Coverage = new(),
            Options = new() { GroupMemory = groupMemory ?? 1_000_000, Writers = 1 },
            ParseItem = (Item item, out Pair row) =>
            {
                lock (kept)
                    kept.Add(item);

                row = new(item.Int64("k"), item.Int64("v"));
                return true;
            },
        };
        Assert.Equal(["late", "note"], (await run.RunAsync()).Coverage!.Unread.Select(unread => unread.Name));

        kept.Clear();
        run.OnUpsert = () => kept.ForEach(item => item.String("note"));
        Assert.Equal(["late"], (await run.RunAsync()).Coverage!.Unread.Select(unread => unread.Name));

        kept.Clear();
        run.OnUpsert = () => kept.ForEach(item => item.ToJson());
        Assert.Empty((await run.RunAsync()).Coverage!.Unread);

        static string WithNote(int key, string note) =>
            EngineRun.Item(key, 1).Replace("\"v", $"\"note\":{{\"S\":\"{note}\"}},\"late\":{{\"S\":\"z\"}},\"v", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_example_is_the_beginning_of_a_value_and_secrets_are_struck_out_of_it()
    {
        var item = EngineRun.Item(1, 1).Replace("\"v", """
            "n":{"NULL":true},"long":{"S":"LONG"},"token":{"S":"hush-hush"},"list":{"L":[{"S":"a"}]},"v
            """.Replace("LONG", new string('x', 500)).Trim(), StringComparison.Ordinal);
        using var run = new EngineRun(new MemorySource([item]))
        {
            Coverage = new(),
            Redact = text => text.Replace("hush-hush", "***", StringComparison.Ordinal),
        };

        var unread = (await run.RunAsync()).Coverage!.Unread.ToDictionary(found => found.Name, found => found.Example);

        Assert.Equal("\"***\"", unread["token"]);
        Assert.Equal("[{\"S\":\"a\"}]", unread["list"]);
        Assert.Equal($"\"{new string('x', 40)}…\"", unread["long"]);
        Assert.False(unread.ContainsKey("n"), "NULL says nothing");
        Assert.DoesNotContain(
            "hush-hush",
            File.ReadAllText(Path.Combine(run.Folder, "summary.json")) + File.ReadAllText(Path.Combine(run.Folder, "coverage.json")));
    }

    [Fact]
    public async Task Only_the_error_ends_a_run_with_1_and_only_for_what_is_not_ignored()
    {
        using var run = new EngineRun(new MemorySource([With("ttl"), With("aws:rep:time"), With("aws:rep:region")]));

        Assert.Null((await run.RunAsync()).Coverage);
        Assert.Equal((0, 3), await CodeAsync(new()));
        Assert.Equal((1, 3), await CodeAsync(new() { IsError = true }));
        Assert.Equal((1, 1), await CodeAsync(new() { IsError = true, Ignored = ["aws:*", "tt"] }));
        Assert.Equal((0, 0), await CodeAsync(new() { IsError = true, Ignored = ["aws:*", "ttl"] }));

        async Task<(int Code, int Unread)> CodeAsync(CoverageOptions coverage)
        {
            run.Coverage = coverage;
            var summary = await run.RunAsync();
            Assert.Equal(RunOutcome.Complete, summary.Outcome);
            return (summary.ExitCode, summary.Coverage!.Unread.Count);
        }
    }

    [Fact]
    public async Task What_the_last_complete_run_did_not_leave_unread_is_new()
    {
        using var run = new EngineRun(new MemorySource([With("old"), With("old")])) { Coverage = new() };
        Assert.Equal([("old", false)], await NewAsync());

        run.Source = new MemorySource([With("old"), With("young"), With("young")]);
        run.Options = run.Options with { Limit = 2 };
        Assert.Equal([("old", false), ("young", true)], await NewAsync());
        run.Options = run.Options with { Limit = null };
        Assert.Equal([("young", true), ("old", false)], await NewAsync());
        Assert.Equal([("young", false), ("old", false)], await NewAsync());

        var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Folder, "summary.json"))).RootElement.GetProperty("coverage");
        Assert.Equal(
            """[{"name":"young","items":2,"example":"\"1\"","isNew":false},{"name":"old","items":1,"example":"\"1\"","isNew":false}]""",
                JsonSerializer.Serialize(summary.GetProperty("unread"), JsonSerializerOptions.Default)
                    .Replace("\\u0022", "\\\"", StringComparison.Ordinal));

        async Task<IEnumerable<(string, bool)>> NewAsync() =>
            (await run.RunAsync()).Coverage!.Unread.Select(unread => (unread.Name, unread.IsNew));
    }

    [Fact]
    public async Task Names_that_are_data_are_cut_off_and_said_to_be()
    {
        using var run = new EngineRun(new MemorySource(Enumerable.Range(0, 10_000).Select(i => With($"user-{i}")).ToArray()))
        {
            Coverage = new(),
        };

        var coverage = (await run.RunAsync()).Coverage!;

        Assert.Equal((100, true), (coverage.Unread.Count, coverage.IsCut));
        Assert.InRange(new FileInfo(run.Checkpoint).Length, 1, 20_000);

        run.Coverage = new() { IsError = true, Ignored = ["user-*"] };
        var ignored = await run.RunAsync();
        Assert.Equal((0, 0, false), (ignored.ExitCode, ignored.Coverage!.Unread.Count, ignored.Coverage.IsCut));
    }

    [Fact]
    public void Counting_allocates_nothing_for_an_item()
    {
        var block = ItemBlock.Parse(
            System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat(With("other"), 1_000))), firstLineNumber: 1);
        var (counter, reads) = (new Dataflux.Profiles.Items.AttributeCounter(_ => false), new Dataflux.Profiles.Parsing.ReadNames());
        block.ReportReadsTo(reads);
        Read(first: 0, end: 1);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Read(first: 1, block.Count);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(("other", 1_000, 1_000), (counter.Names.Single().Name, counter.Names.Single().Items, counter.Items));
        SortedSet<string> read = [];
        reads.CopyTo(read, read);
        Assert.Equal(["k", "v"], read);

        void Read(int first, int end)
        {
            for (var i = first; i < end; i++)
            {
                block.Item(i).Int64("k");
                block.Item(i).Int64("v");
                block.CountUnread(counter, i);
            }
        }
    }

    private static string With(string name) =>
        EngineRun.Item(1, 1).Replace("\"v", $"\"{name}\":{{\"S\":\"1\"}},\"v", StringComparison.Ordinal);

    private static Task<IEnumerable<string>> UnreadAsync(Action<Item> read, string item) =>
        UnreadAsync(read, (Item given, out Pair row) => (row = new(given.Int64("k"), given.Int64("v"))) is not null, item);

    private static async Task<IEnumerable<string>> UnreadAsync(Action<Item> read, RowParser<Pair> parse, string item)
    {
        using var run = new EngineRun(new MemorySource([item]))
        {
            Coverage = new(),
            ParseItem = (Item given, out Pair row) =>
            {
                read(given);
                return parse(given, out row);
            },
        };
        return (await run.RunAsync()).Coverage!.Unread.Select(unread => unread.Name);
    }
}

using Dataflux.Engine.Replaying;
using Dataflux.Engine.Reporting;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>
/// Records whose key is another attribute than the item's own, in incremental exports with old images. A key that one item gives up may be
/// taken by another one of the same export, and nothing says in which order the two come.
/// </summary>
public class OldImageTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task An_item_with_another_key_takes_its_record_along_and_a_deleted_one_goes(int writers)
    {
        using var run = Run(
            writers,
            [Full(1, 10), Full(2, 20), Full(3, 30)],
            [Change(1, was: 10, now: 11), Change(2, was: 20, now: null), Change(3, was: 30, now: 30)]);

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 0), (summary.Outcome, summary.ExitCode));
        Assert.Equal([(11, 1), (30, 3)], Table(run));
        Assert.Equal(2, summary.Counts.Records.Deleted);
    }

    [Theory]
    [MemberData(nameof(Takeovers))]
    public async Task A_key_that_another_item_took_over_stays_in_whatever_order_the_two_come(int writers, string[][] changes)
    {
        using var run = Run(writers, [Full(1, 10), Full(2, 20)], changes);

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 0), (summary.Outcome, summary.ExitCode));
        Assert.Equal([(10, 2), (11, 1)], Table(run));
        Assert.True(summary.Counts.AddUp);
    }

    public static TheoryData<int, string[][]> Takeovers()
    {
        var (leaves, takes) = (Change(1, was: 10, now: 11), Change(2, was: 20, now: 10));
        var data = new TheoryData<int, string[][]>();
        foreach (var writers in new[] { 1, 4 })
        {
            data.Add(writers, [[leaves, takes]]);
            data.Add(writers, [[takes, leaves]]);
            data.Add(writers, [[leaves], [takes]]);
            data.Add(writers, [[takes], [leaves]]);
        }

        return data;
    }

    [Fact]
    public async Task A_run_that_is_resumed_knows_of_what_was_taken_over_in_a_file_that_is_done()
    {
        var source = Source(
            [Full(1, 10), Full(2, 20)],
            [Change(2, was: 20, now: 10)],
            [Change(4, was: null, now: 40), Filler, Filler, Change(1, was: 10, now: 11)]);
        using var run = new EngineRun(source) { DeleteItem = ByOldImage, Grouped = false };
        source.Broken = "data/002.json.gz";
        Assert.Equal(RunOutcome.Failed, (await run.RunAsync()).Outcome);

        source.Broken = null;
        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal([(10, 2), (11, 1), (40, 4)], Table(run));
    }

    [Fact]
    public async Task A_replay_leaves_what_may_be_another_items_and_says_so()
    {
        var source = Source([Full(1, 10), Full(2, 20)], [Change(2, was: 20, now: 10), Change(1, was: 10, now: 11)]);
        using var run = new EngineRun(source) { DeleteItem = ByOldImage, Grouped = false, BadKey = 11 };
        Assert.Equal(1, (await run.RunAsync()).ExitCode);

        run.BadKey = 0;
        using var replay = await Replay.BeginAsync(
            run.Folder, "sums", TimeProvider.System, stateTarget: null, TestContext.Current.CancellationToken);
        await replay.RunAsync(run.Profile(), run.Plan(), TestContext.Current.CancellationToken);

        Assert.Equal([(10, 2), (11, 1)], Table(run));
        Assert.Contains(
            run.Observer.Notices,
            notice => notice.StartsWith(
                "Records that only the old image of a replayed item names are not deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tables_end_as_the_last_state_says_for_any_moves_files_and_writers()
    {
        var seed = Random.Shared.Next();
        for (var round = 0; round < 300; round++)
        {
            var random = new Random(seed + round);
            var state = Moved(random, []);
            var files = new List<string[]> { state.Select(item => Full(item.Key, item.Value)).ToArray() };
            var links = new List<int> { 0 };
            for (var link = 1; link <= 2; link++)
            {
                var next = Moved(random, state);
                var changes = state.Keys.Union(next.Keys)
                    .Where(
                        id => !state.TryGetValue(id, out var was) || !next.TryGetValue(id, out var now) || was != now
                            || random.Next(4) == 0)
                    .Select(
                        id => Change(id, state.TryGetValue(id, out var was) ? was : null, next.TryGetValue(id, out var now) ? now : null))
                    .ToArray();
                random.Shuffle(changes);
                foreach (var file in changes.Chunk(random.Next(1, 6)))
                {
                    files.Add(file);
                    links.Add(link);
                }

                state = next;
            }

            using var run = new EngineRun(new MemorySource([.. files]) { IsChain = true, Links = links }, EngineRun.InMemory)
            {
                DeleteItem = ByOldImage,
                Grouped = false,
                Options = new() { Writers = random.Next(1, 4), Readers = random.Next(1, 3), BatchSize = random.Next(1, 4) },
            };
            var summary = await run.RunAsync();

            Assert.True(summary is { Outcome: RunOutcome.Complete, ExitCode: 0 }, $"seed {seed + round}: {summary.Outcome}");
            Assert.True(
                Expected(state).SequenceEqual(Table(run)),
                $"seed {seed + round}: {string.Join(' ', Table(run))}, expected {string.Join(' ', Expected(state))}");
        }
    }

    // Not deleted by its own key, which no record has.
    internal static void ByOldImage(Item item, List<object> keys)
    {
        if (item.OldImage is { } old)
            keys.Add(new SumKey(old.Int64("k")));
    }

    private const string Filler =
        """{"Metadata":{"WriteTimestampMicros":{"N":"1768387643192366"}},"Keys":{"id":{"N":"99"}},"NewImage":{"other":{"S":"x"}}}""";

    private static EngineRun Run(int writers, string[] full, params string[][] changes) => new(Source(full, changes))
    {
        DeleteItem = ByOldImage,
        Grouped = false,
        Options = new() { Writers = writers, BatchSize = 1 },
    };

    private static MemorySource Source(string[] full, params string[][] changes) =>
        new([full, .. changes]) { IsChain = true, Links = [0, .. changes.Select(_ => 1)] };

    private static (long Key, long Id)[] Table(EngineRun run) =>
        [.. run.Target.Table.Values.OrderBy(sum => sum.Key).Select(sum => (sum.Key, sum.Total))];

    private static IEnumerable<(long Key, long Id)> Expected(Dictionary<long, long> state) =>
        state.OrderBy(item => item.Value).Select(item => (item.Value, item.Key));

    // Items get keys among few, so that most are taken over; no two have the same.
    private static Dictionary<long, long> Moved(Random random, Dictionary<long, long> state)
    {
        var ids = Enumerable.Range(1, 8).Select(id => (long)id).Where(id => random.Next(4) != 0).ToList();
        var keys = Enumerable.Range(20, 10).Select(key => (long)key).ToArray();
        random.Shuffle(keys);
        var free = keys.ToList();
        var next = new Dictionary<long, long>();
        foreach (var id in ids)
        {
            var key = state.TryGetValue(id, out var kept) && random.Next(2) == 0 && free.Contains(kept) ? kept : free[0];
            free.Remove(key);
            next.Add(id, key);
        }

        return next;
    }

    private static string Full(long id, long key) => $$$$"""{"Item":{{{{Image(id, key)}}}}}""";

    internal static string Change(long id, long? was, long? now) => $$$$"""
        {"Metadata":{"WriteTimestampMicros":{"N":"1768387643192366"}},"Keys":{"id":{"N":"{{{{id}}}}"}}{{{{Named("NewImage", id, now)}}}}{{{{Named("OldImage", id, was)}}}}}
        """.Trim();

    private static string Named(string name, long id, long? key) => key is { } known ? $",\"{name}\":{Image(id, known)}" : "";

    private static string Image(long id, long key) => $$$$"""{"id":{"N":"{{{{id}}}}"},"k":{"N":"{{{{key}}}}"},"v":{"N":"{{{{id}}}}"}}""";
}

using Dataflux.Engine.Ground;
using Dataflux.Engine.Replaying;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

/// <summary>
/// A part that is a stream: changes in the order in which they came, any number of a key, to be read on by the next run. What must be in
/// the target is what applying them one after the other gives.
/// </summary>
public class StreamTests
{
    private const int Keys = 7;
    private const long Filtered = 13;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    public async Task The_last_change_of_each_key_wins_whatever_came_before(int seed, int writers)
    {
        var (model, changes) = Changes(seed, count: 3000);
        using var run = Run(writers, changes);

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 0), (summary.Outcome, summary.ExitCode));
        Assert.Equal(model, Table(run));
        Assert.Equal(3000 + Load.Length, summary.Counts.Items);
        Assert.True(summary.Counts.AddUp);
        Assert.Equal((2, 2), (summary.PartsDone, summary.Parts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_record_that_items_give_up_and_take_over_is_of_who_has_it_last(int writers)
    {
        var random = new Random(5);
        var records = new SortedDictionary<long, long>();
        var keyOf = new Dictionary<long, long>();
        var changes = new List<string>();
        for (var i = 0; i < 2000; i++)
        {
            var item = random.Next(1, 5);
            long? was = keyOf.TryGetValue(item, out var key) ? key : null;
            long? now = random.Next(4) == 0 ? null : Enumerable.Range(1, 6).Select(static free => (long)free)
                .Where(free => free == was || !records.ContainsKey(free)).OrderBy(_ => random.Next()).First();
            if (was is null && now is null)
                continue;

            changes.Add(OldImageTests.Change(item, was, now));
            if (was is { } old)
                records.Remove(old);

            keyOf.Remove(item);
            if (now is not { } taken)
                continue;

            records[taken] = item;
            keyOf[item] = taken;
        }

        using var run = new EngineRun(SourceOf([.. changes], []))
        {
            Options = new() { Writers = writers, ItemsBetweenPositions = 50 },
            Grouped = false,
            DeleteItem = OldImageTests.ByOldImage,
        };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 0), (summary.Outcome, summary.ExitCode));
        Assert.Equal(records.Select(static pair => (pair.Key, pair.Value)), Table(run));
        Assert.True(summary.Counts.AddUp);
    }

    [Fact]
    public async Task The_next_run_goes_on_where_the_last_one_ended_and_the_source_is_told()
    {
        var (_, changes) = Changes(seed: 9, count: 60);
        using var run = Run(writers: 2, changes[..20]);
        await run.RunAsync();

        Assert.Equal("20", run.Source.SavedPositions[^1]);
        var nothing = await Again(changes[..20]);
        Assert.Equal((20 + Load.Length, 0), (nothing.Counts.Items, nothing.ItemsRead));
        Assert.Equal(["20"], run.Source.EnteredAt);

        // Interrupted in the middle, and gone on with.
        run.Source = SourceOf(changes);
        run.Source.Failures.Enqueue((13, new InvalidDataException("the rest is gone")));
        Assert.Equal(ExitCode.Failed, (await run.RunAsync()).ExitCode);
        Assert.DoesNotContain("60", run.Source.SavedPositions);
        var all = await Again(changes);

        Assert.Equal((60 + Load.Length, 0), (all.Counts.Items, all.ExitCode));
        Assert.Equal(Model(changes), Table(run));
        Assert.Equal("60", run.Source.SavedPositions[^1]);
        Assert.DoesNotContain("data/000.json.gz", run.Source.Opened);

        Task<RunSummary> Again(string[] lines)
        {
            run.Source = SourceOf(lines);
            return run.RunAsync();
        }
    }

    [Fact]
    public async Task Rejected_changes_are_not_replayed_over_those_behind_them()
    {
        using var run = Run(writers: 1, [EngineRun.Put(10, -1), EngineRun.Put(10, 5)]);
        Assert.Equal(ExitCode.CompleteWithRejects, (await run.RunAsync()).ExitCode);

        var refused = await Assert.ThrowsAnyAsync<DatafluxException>(
            () => Replay.BeginAsync(run.Folder, "sums", TimeProvider.System, run.StateTarget, TestContext.Current.CancellationToken));

        Assert.Contains("1 of its changes were rejected", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_a_stream_are_not_grouped()
    {
        using var run = Run(writers: 1, []);
        run.Grouped = true;

        var refused = await Assert.ThrowsAsync<SourceException>(run.RunAsync);

        Assert.Contains("without the other rows of their group", refused.Message, StringComparison.Ordinal);
    }

    private static string[] Load => [.. Enumerable.Range(10, Keys).Select(static key => EngineRun.Item(key, 1))];

    private static EngineRun Run(int writers, string[] changes) => new(SourceOf(changes))
    {
        Options = new() { Writers = writers, ItemsBetweenPositions = 10 },
        Grouped = false,
        Deletes = true,
    };

    private static MemorySource SourceOf(string[] changes, string[]? load = null) => new(load ?? Load, changes)
    {
        IsChain = true,
        Stream = 1,
        Capabilities = new() { HasPositions = true },
    };

    private static ((long Key, long Total)[] Model, string[] Changes) Changes(int seed, int count)
    {
        var random = new Random(seed);
        var changes = Enumerable.Range(0, count).Select(i => (Key: 10L + random.Next(Keys), Kind: random.Next(10)) is { Kind: < 6 } put
            ? EngineRun.Put(put.Key, i)
            : EngineRun.Delete(10L + random.Next(Keys))).ToArray();
        return (Model(changes), changes);
    }

    // Key 13 is filtered: what a put of it leaves in the target is nothing.
    private static (long Key, long Total)[] Model(string[] changes)
    {
        var table = new SortedDictionary<long, long>(Enumerable.Range(10, Keys).ToDictionary(static key => (long)key, static _ => 1L));
        table.Remove(Filtered);
        foreach (var change in changes.Select(static line => System.Text.Json.JsonDocument.Parse(line).RootElement))
        {
            var key = Number(change.GetProperty("Keys"), "k");
            if (!change.TryGetProperty("NewImage", out var image))
                table.Remove(key);
            else if (key != Filtered)
                table[key] = Number(image, "v");
        }

        return [.. table.Select(static pair => (pair.Key, pair.Value))];

        static long Number(System.Text.Json.JsonElement image, string name) =>
            long.Parse(image.GetProperty(name).GetProperty("N").GetString()!);
    }

    private static IEnumerable<(long Key, long Total)> Table(EngineRun run) =>
        run.Target.Table.Values.Select(static sum => (sum.Key, sum.Total));
}

using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;

namespace Dataflux.Tests.Engine;

/// <summary>Progress inside a part, see <see cref="PositionScheduleTests"/> for what kills and failures do to it.</summary>
public sealed class PositionTests
{
    private static readonly string[] Items = [.. Enumerable.Range(101, 20).Select(static i => EngineRun.Item(i, 1))];

    [Fact]
    public async Task A_part_that_cannot_be_read_again_is_gone_on_with_after_a_failure_where_it_broke_off()
    {
        using var run = new EngineRun(new MemorySource(Items) { Capabilities = Stream }) { Grouped = false };
        run.Source.Failures.Enqueue((4, new TimeoutException("the store is away")));

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 20), (summary.Outcome, run.Target.Table.Count));
        Assert.Equal(2, run.Source.Opened.Count);
    }

    [Fact]
    public async Task Rejects_of_a_part_that_cannot_be_read_again_have_their_items()
    {
        using var run = new EngineRun(new MemorySource([.. Items, EngineRun.Item(666, 7)]) { Capabilities = Stream }) { Grouped = false };

        var summary = await run.RunAsync();

        Assert.Equal((20, 1), (summary.Counts.Kept, summary.Counts.RejectedTotal));
        Assert.Contains("666", Assert.Single(run.Rejects()).GetProperty("items")[0].GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "18")]
    [InlineData(true, null)] // rows of the second half may belong to groups of the first
    public async Task A_run_goes_on_behind_the_last_position_where_no_group_is_open(bool grouped, string? position)
    {
        using var run = new EngineRun(new MemorySource(Items) { Capabilities = new() { HasPositions = true } })
        {
            Grouped = grouped,
            Options = new() { ItemsBetweenPositions = 4, BatchSize = 1, Writers = 1 },
        };
        run.Target.BeforeCommit = static records =>
        {
            if (records.Any(static record => record.Key == 119))
                throw new InvalidOperationException("permission denied");
        };
        var failed = await run.RunAsync();
        Assert.Equal((RunOutcome.Failed, 0), (failed.Outcome, failed.PartsDone));
        run.Target.BeforeCommit = static _ => { };

        var summary = await run.RunAsync();

        Assert.Equal((RunOutcome.Complete, 20, 20), (summary.Outcome, summary.Counts.Kept, run.Target.Table.Count));
        Assert.Equal(position is null ? [] : [position], run.Source.EnteredAt);
    }

    [Fact]
    public async Task Groups_of_a_part_that_cannot_be_read_again_are_refused_before_anything_is_written()
    {
        using var run = new EngineRun(new MemorySource(Items) { Capabilities = Stream });

        var refused = await Assert.ThrowsAsync<SourceException>(run.RunAsync);

        Assert.Equal(
            "this source cannot read a part again, as groups do that are too large for the memory; use 'group: scope: export'",
            refused.Message);
        Assert.False(File.Exists(run.Checkpoint));
    }

    [Fact]
    public async Task A_source_that_shows_no_single_moment_is_said_to()
    {
        using var run = new EngineRun(new MemorySource(Items) { Capabilities = Stream }) { Grouped = false };

        await run.RunAsync();

        Assert.Equal(
            "memory is not read as it is at one moment: what is written to it meanwhile may be in the target or not",
            Assert.Single(run.Observer.Notices));
    }

    private static SourceCapabilities Stream => new() { HasPositions = true, CanReadAgain = false, IsOneState = false };
}

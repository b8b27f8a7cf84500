using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

public class ChainTests
{
    [Fact]
    public async Task A_completed_chain_goes_on_with_the_files_that_were_added()
    {
        var files = new List<string[]> { new[] { EngineRun.Item(1, 10), EngineRun.Item(2, 20) } };
        using var run = new EngineRun(Chain(files)) { Deletes = true };
        await run.RunAsync();

        files.Add([EngineRun.Delete(1), EngineRun.Put(2, 21)]);
        var source = Chain(files);
        run.Source = source;
        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal(["data/001.json.gz"], source.Opened);
        Assert.Equal(4, summary.Counts.Items);
        Assert.Equal([new Sum(2, 1, 21)], run.Target.Table.Values);
    }

    [Fact]
    public async Task A_completed_single_export_begins_again()
    {
        var source = new MemorySource([EngineRun.Item(1, 10)]);
        using var run = new EngineRun(source);
        await run.RunAsync();
        await run.RunAsync();
        Assert.Equal(["data/000.json.gz", "data/000.json.gz"], source.Opened);
    }

    [Fact]
    public async Task An_older_export_that_arrives_late_is_refused_before_anything_is_touched()
    {
        using var run = new EngineRun(Chain([[EngineRun.Item(1, 10)], [EngineRun.Put(1, 30)]])) { Deletes = true };
        await run.RunAsync();

        var late = new MemorySource([EngineRun.Item(1, 10)], [EngineRun.Put(1, 20)], [EngineRun.Put(1, 30)])
        {
            IsChain = true,
            Names = [0, 2, 1],
        };
        run.Source = late;
        var error = await Assert.ThrowsAsync<StateException>(run.RunAsync);

        Assert.Contains("would bring older states over newer ones", error.Message, StringComparison.Ordinal);
        Assert.Equal(30, run.Target.Table[1].Total);
    }

    [Fact]
    public async Task A_chain_that_lost_an_applied_file_is_refused()
    {
        using var run = new EngineRun(Chain([[EngineRun.Item(1, 10)], [EngineRun.Put(1, 30)]])) { Deletes = true };
        await run.RunAsync();
        run.Source = Chain([[EngineRun.Item(1, 10)]]);
        var error = await Assert.ThrowsAsync<StateException>(run.RunAsync);
        Assert.Contains("data/001.json.gz was applied by an earlier run", error.Message, StringComparison.Ordinal);
    }

    private static MemorySource Chain(IReadOnlyList<string[]> files) => new([.. files]) { IsChain = true };
}

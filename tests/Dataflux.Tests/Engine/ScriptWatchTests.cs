using Dataflux.Engine.Reporting;
using Dataflux.Tests.Cli;

namespace Dataflux.Tests.Engine;

/// <summary>Calls into the script that take long are named while they are out, by somebody who looks from outside.</summary>
public sealed class ScriptWatchTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _told = [];
    private ScriptWatch _watch = new();

    [Theory]
    [InlineData("onStart", "the whole migration")]
    [InlineData("groupRows", "the rows of data/000.json.gz")]
    [InlineData("upsert", "1 record")]
    [InlineData("onComplete", "the whole migration")]
    public async Task A_call_for_many_items_is_named_after_thirty_seconds_then_after_twice_as_long(string function, string about)
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)]))
        {
            Options = new() { Writers = 1 },
            OnStart = _ => Call("onStart"),
            OnComplete = _ => Call("onComplete"),
            GroupRows = rows =>
            {
                TakeLong(function == "groupRows");
                return [rows];
            },
        };
        run.OnUpsert = () => TakeLong(function == "upsert");
        _watch = run.Watch;

        Task Call(string name)
        {
            TakeLong(function == name);
            return Task.CompletedTask;
        }

        var summary = await run.RunAsync();

        Assert.Equal(0, summary.ExitCode);
        Assert.Equal(
            new[] { 30, 60 }.Select(seconds => $"{function} of the profile has not come back for {seconds} s: it was called for {about}; "
                + "it has that much to do, waits for the database, or is in an endless loop"),
            _told);
        Assert.Empty(_watch.Overdue(_time));
    }

    // What the process's own timer does each second.
    private void TakeLong(bool it)
    {
        for (var second = 0; it && second <= 89; second++)
        {
            _told.AddRange(_watch.Overdue(_time));
            Assert.False(_watch.HasOverdue); // it may wait for the database, so a signal gives it the usual time
            _time.Advance(1);
        }
    }
}

using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

/// <summary>Failures at the joints: nothing is lost, and the summary tells what happened.</summary>
public class FailureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_done_file_that_was_written_again_is_refused_and_never_brings_older_states_over_newer_ones(bool accepted)
    {
        string[] newer = [EngineRun.Item(1, 20)];
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)], newer, [EngineRun.Item(4, 40)]))
        {
            Options = new() { Writers = 1, RetryFor = TimeSpan.Zero, AcceptChanges = accepted },
        };
        run.Target.BeforeCommit = records => _ = records.Any(record => record.Key == 4)
            ? throw new TimeoutException("the server is away")
            : 0;
        await run.RunAsync();
        run.Target.BeforeCommit = _ => { };
        run.Source = new MemorySource([EngineRun.Item(1, 11)], newer, [EngineRun.Item(4, 40)]) { Version = { [0] = "changed" } };

        var error = await Assert.ThrowsAsync<StateException>(run.RunAsync);

        Assert.Contains(
            "data/000.json.gz is not the file that an interrupted run read: it was written again", error.Message, StringComparison.Ordinal);
        Assert.Equal(20, run.Target.Table[1].Total);
        Assert.Empty(run.Source.Opened);
    }

    [Fact]
    public async Task A_done_file_whose_fingerprint_an_older_version_kept_with_the_ETag_is_still_the_same()
    {
        string[][] files = [[EngineRun.Item(1, 10)], [EngineRun.Item(4, 40)]];
        using var run = new EngineRun(new MemorySource(files) { Version = { [0] = "md5== etag" } })
        {
            Options = new() { Writers = 1, RetryFor = TimeSpan.Zero },
        };
        run.Target.BeforeCommit = records => _ = records.Any(record => record.Key == 4)
            ? throw new TimeoutException("the server is away")
            : 0;
        await run.RunAsync();
        run.Target.BeforeCommit = _ => { };
        run.Source = new MemorySource(files) { Version = { [0] = "md5==" } };

        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
        Assert.Equal(["data/001.json.gz"], run.Source.Opened);
    }

    [Fact]
    public async Task A_done_file_that_the_export_no_longer_lists_is_refused()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)], [EngineRun.Item(4, 40)]))
        {
            Options = new() { Writers = 1, RetryFor = TimeSpan.Zero },
        };
        run.Target.BeforeCommit = records => _ = records.Any(record => record.Key == 4)
            ? throw new TimeoutException("the server is away")
            : 0;
        await run.RunAsync();
        run.Source = new MemorySource([EngineRun.Item(4, 40)]) { Names = [1] };

        var error = await Assert.ThrowsAsync<StateException>(run.RunAsync);

        Assert.Contains(
            "data/000.json.gz is not the file that an interrupted run read: the export no longer lists it",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_fails_in_its_own_words_ends_the_run_with_a_summary()
    {
        var source = new MemorySource([EngineRun.Item(1, 10)], [EngineRun.Item(2, 20)]);
        using var run = new EngineRun(source);
        source.Failures.Enqueue((0, new UnauthorizedAccessException("access denied")));

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Failed, summary.Outcome);
        Assert.Equal("data/000.json.gz: access denied", summary.Error);
        Assert.Contains(
            "\"outcome\": \"failed\"",
            await File.ReadAllTextAsync(Path.Combine(run.Folder, "summary.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_transient_failure_while_rejected_items_are_read_again_is_retried()
    {
        var source = new MemorySource([EngineRun.Item(666, 1), EngineRun.Item(2, 20)]);
        using var run = new EngineRun(source) { Options = new() { Writers = 1 } };
        run.Target.AfterCommit = _ => source.Failures.Enqueue((0, new TimeoutException("slow down")));

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal(1, summary.Retries);
        Assert.Equal($"[{EngineRun.Item(666, 1)}]", Assert.Single(run.Rejects()).GetProperty("items").GetRawText());
    }

    [Fact]
    public async Task A_bug_is_thrown_after_state_and_summary_were_saved()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)], [EngineRun.Item(2, 20)]))
        {
            Options = new() { Writers = 1 },
        };
        run.Observer.OnPartCompleted = number => throw new InvalidOperationException($"observer of file {number}");

        await Assert.ThrowsAsync<InvalidOperationException>(() => run.RunAsync());

        Assert.Contains(
            "observer of file 1",
            await File.ReadAllTextAsync(Path.Combine(run.Folder, "summary.json"), TestContext.Current.CancellationToken));
        run.Observer.OnPartCompleted = _ => { };
        Assert.Equal(1, (await run.RunAsync()).ItemsRead);
    }

    [Fact]
    public async Task A_script_that_cancels_is_a_script_that_fails()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(EngineRun.Cancelling, 1), EngineRun.Item(2, 20)]));

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal(1, summary.Counts.Rejected["transform"]);
        Assert.Equal([2], run.Target.Table.Keys);
    }

    [Fact]
    public async Task Rows_that_groupRows_cannot_group_are_rejected_together()
    {
        using var run = new EngineRun(new MemorySource(
            [EngineRun.Item(1, 10), EngineRun.Item(2, 20), EngineRun.Item(3, -1)], [EngineRun.Item(4, 40)]))
        {
            GroupRows = rows => rows.Count > 1 ? throw new InvalidDataException("cannot group") : [rows],
        };

        var summary = await run.RunAsync();

        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        Assert.Equal(new Dictionary<string, long> { ["groupRows"] = 2, ["parseItem"] = 1 }, summary.Counts.Rejected);
        Assert.Equal([4], run.Target.Table.Keys);
        Assert.Equal(
            "[1,2]", run.Rejects().Single(r => r.GetProperty("stage").GetString() == "groupRows").GetProperty("lines").GetRawText());
    }

    [Fact]
    public async Task A_batch_that_does_not_end_is_given_up_after_the_time_for_draining()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)], [EngineRun.Item(2, 20)]))
        {
            Options = new() { Writers = 1, DrainFor = TimeSpan.FromMilliseconds(1) },
        };
        using var stop = new CancellationTokenSource();
        run.Target.DuringWrite = async (records, cancellation) =>
        {
            if (records[0].Key == 2)
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }
        };

        var summary = await run.RunUntilAsync(stop.Token);

        Assert.Equal(ExitCode.Interrupted, summary.ExitCode);
        Assert.Equal(1, summary.PartsDone);
        run.Target.DuringWrite = (_, _) => Task.CompletedTask;
        Assert.Equal(RunOutcome.Complete, (await run.RunAsync()).Outcome);
    }

    [Fact]
    public async Task A_stop_during_an_outage_is_an_interruption_not_a_failure()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)])) { Options = new() { Writers = 1 } };
        using var stop = new CancellationTokenSource();
        run.Target.BeforeCommit = _ =>
        {
            stop.Cancel();
            throw new TimeoutException("the server is away");
        };

        Assert.Equal(ExitCode.Interrupted, (await run.RunUntilAsync(stop.Token)).ExitCode);
    }

    [Theory]
    [InlineData("""{"version":1""")]
    [InlineData("""{"version":1.5}""")]
    [InlineData("""null""")]
    [InlineData(
        """{"version":1,"exportId":"memory","definitionHash":"d1","profileHash":"p1","startedAt":"2026-01-01T00:00:00Z","files":null}""")]
    [InlineData(
        """{"version":1,"exportId":"memory","definitionHash":"d1","profileHash":"p1","startedAt":"2026-01-01T00:00:00Z","rejectsLength":-1}""")]
    [InlineData("""{"version":2}""")]
    public async Task Damaged_or_newer_state_is_refused_and_left_as_it_is(string state)
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 10)]));
        var path = run.Checkpoint;
        await File.WriteAllTextAsync(path, state, TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<StateException>(() => run.RunAsync());

        Assert.Contains("dataflux reset", refused.Message);
        Assert.Equal(state, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Empty(run.Target.Table);
    }

    [Fact]
    public async Task The_rejects_of_a_completed_run_stay_until_the_next_one_says_that_it_began()
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, -1)], [EngineRun.Item(2, 20)]))
        {
            Options = new() { Writers = 1, RetryFor = TimeSpan.Zero },
        };
        await run.RunAsync();
        run.Target.BeforeCommit = _ => throw new TimeoutException("the server is away");

        await run.RunAsync();

        using var checkpoint = System.Text.Json.JsonDocument.Parse(
            await File.ReadAllBytesAsync(run.Checkpoint, TestContext.Current.CancellationToken));
        Assert.False(checkpoint.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(
            new FileInfo(Path.Combine(run.Folder, "rejects.ndjson")).Length,
            checkpoint.RootElement.GetProperty("rejectsLength").GetInt64());
    }
}

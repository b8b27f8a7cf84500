using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Cli;

public sealed class MigrateCommandTests : IDisposable
{
    private readonly Workspace _work = new Workspace().WithPictures();

    public void Dispose() => _work.Dispose();

    private string LogText => File.ReadAllText(Path.Combine(_work.Folder, ".dataflux", "pictures", "run.log"));

    private string[] OutLines => _work.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task A_run_says_what_it_runs_adds_up_and_ends_with_what_to_do_next()
    {
        _work.LoadProfile = _ => ScriptedRun.Loaded(_ => ScriptedRun.Summary(counts: new RunCounts
        {
            Items = 10,
            Kept = 7,
            Skipped = new Dictionary<string, long> { ["parseItem"] = 2, ["filter"] = 1 },
            Records = new(4, 2, 1),
        }));

        Assert.Equal(ExitCode.Complete, await _work.RunAsync("migrate", "pictures", "-m", "5", "-b", "100"));
        Assert.Equal($"""
            2024-01-15T10:30:00.000Z INFO [pictures] Definition pictures.yaml: source local-dynamodb, target postgresql, batch size 100, 1 reader, 2 writers, state in {_work.Folder}/.dataflux/pictures
            2024-01-15T10:30:00.000Z INFO [pictures] Profile pictures.csx, SHA-256 ab12
            pictures: complete after 00:00:10, run 1
              items                     10  = manifest
              = kept                     7
              + skipped                  3  1 by filter, 2 by parseItem
              + rejected                 0
              records                    7  4 inserted, 2 updated, 1 unchanged
              target                        nowhere
              files                      1  of 1
              items/s                    1  10 read by this run, 60.0 % of the time in the target
              retries                    3
            Next: look at the result with: dataflux sql pictures.yaml

            """, _work.Out.ToString());
        Assert.Contains("INFO [pictures] Next: look at the result", LogText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("writers")]
    [InlineData("BatchSize")]
    public async Task Set_refuses_a_key_of_the_definition_which_would_have_no_effect(string name)
    {
        _work.WithPictures();

        Assert.Equal(ExitCode.Usage, await _work.RunAsync("migrate", "pictures.yaml", "--set", $"{name}=1"));

        Assert.Contains(
            $"'{name}' is a key of the definition, and --set gives options of the profile",
            _work.Error.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_that_set_gives_and_the_script_does_not_read_is_warned_of_with_the_name_that_was_meant()
    {
        _work.With("dataflux.yaml", "options: { region: eu, maxeId: 5 }\n");
        _work.LoadProfile = _ => ScriptedRun.Loaded(_ => ScriptedRun.Summary()) with
        {
            Options = [new("maxId", "pictures.csx", 2, 7), new("from", "pictures.csx", 3, 7) { Otherwise = "0" }],
        };

        await _work.RunAsync("migrate", "pictures.yaml", "--set", "form=7");

        var warnings = LogText.Split('\n').Where(line => line.Contains(" WARN ", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf("] ", StringComparison.Ordinal) + 2)..].TrimEnd()).ToList();
        Assert.Equal(
            [
                "--set form: warning DF0015: the profile does not read the option 'form'; did you mean 'from', which it reads and "
                + "nothing gives?",
                "dataflux.yaml(1,32): warning DF0015: the profile does not read the option 'maxeId'; did you mean 'maxId', which it reads "
                + "and nothing gives?",
            ],
            warnings);
    }

    [Fact]
    public async Task Status_says_why_a_complete_run_ended_with_1()
    {
        _work.LoadProfile = _ => ScriptedRun.Loaded((plan, _) =>
        {
            plan.Observer.Locked();
            var summary = ScriptedRun.Summary() with { Coverage = new(10, [new("a.zip", 5)]) { Fails = true } };
            plan.Observer.Completed(summary);
            return Task.FromResult(summary);
        });
        await _work.RunAsync("migrate", "pictures");

        Assert.Equal(1, await _work.RunAsync("status", "pictures"));
        Assert.Contains(
            "pictures: complete, but with attributes that were never read, ended ", _work.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_status_and_report_say_the_same_duration_and_rate()
    {
        // The process lives for 13 s, the run takes 9.9 s of them and reads 10 items.
        _work.LoadProfile = _ => ScriptedRun.Loaded((plan, _) =>
        {
            plan.Observer.Locked();
            _work.Time.Advance(13);
            var summary = ScriptedRun.Summary(
                counts: new RunCounts { Items = 10, Kept = 8, Rejected = new Dictionary<string, long> { ["upsert"] = 2 } });
            summary = summary with { EndedAt = summary.StartedAt.AddSeconds(9.9) };
            plan.Observer.Completed(summary);
            return Task.FromResult(summary);
        });

        await _work.RunAsync("migrate", "pictures");
        Assert.Contains(
            "pictures: complete with rejects after 00:00:09, run 1\n",
            _work.Out.ToString().ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        await _work.RunAsync("status", "pictures");
        Assert.Contains(
            "after 00:00:09\n",
            _work.Out.ToString().ReplaceLineEndings("\n").Split("pictures: complete with rejects, ended ")[1],
            StringComparison.Ordinal);
        var report = File.ReadAllText(Path.Combine(_work.Folder, ".dataflux", "pictures", "report.html"));
        Assert.Contains("\"seconds\":9.9,", report, StringComparison.Ordinal);
        Assert.Contains("\"meanItemsPerSecond\":1.0101", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_carries_what_the_command_line_says()
    {
        MigrationPlan? seen = null;
        _work.LoadProfile = _ => ScriptedRun.Loaded(plan =>
        {
            seen = plan;
            return ScriptedRun.Summary();
        });

        await _work.RunAsync(
            "migrate", "pictures.yaml", "--limit", "9", "--max-rejects", "1%", "--writers", "3", "--accept-changes", "--state-dir",
            "s", "-q");
        Assert.NotNull(seen);
        Assert.Equal(
            new MigrationOptions { Limit = 9, MaxRejects = new RejectLimit(0, 1), Writers = 3, AcceptChanges = true },
            seen.Options);
        Assert.Equal(Path.Combine(_work.Folder, "s", "pictures"), seen.StateFolder);
        Assert.Equal(OneFileSource.Export, seen.Export);
        Assert.Empty(_work.Out.ToString());
    }

    [Theory]
    [InlineData(RunOutcome.Interrupted, ExitCode.Interrupted, "Next: run the same command again to resume")]
    [InlineData(RunOutcome.Failed, ExitCode.Failed, "Next: remove the cause, then run the same command again to resume")]
    [InlineData(RunOutcome.Limited, ExitCode.Complete, "Next: run the same command without a limit to migrate everything")]
    [InlineData(RunOutcome.TooManyRejects, ExitCode.TooManyRejects,
        "Next: see why items were rejected with: dataflux rejects pictures.yaml (all of them are in .dataflux/pictures/rejects.ndjson), "
            + "correct it or raise --max-rejects, then run the same command again to resume")]
    public async Task The_last_line_says_what_to_do_next(RunOutcome outcome, int code, string expected)
    {
        _work.LoadProfile = _ => ScriptedRun.Loaded(
            _ => ScriptedRun.Summary(outcome, error: outcome == RunOutcome.Failed ? "disk full" : null));

        Assert.Equal(code, await _work.RunAsync("migrate", "pictures.yaml"));
        Assert.Equal(expected, OutLines[^1]);
        Assert.Equal(outcome == RunOutcome.Failed, _work.Error.ToString().Contains("ERROR [pictures] disk full", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rejects_are_pointed_at()
    {
        _work.LoadProfile = _ => ScriptedRun.Loaded(_ => ScriptedRun.Summary(counts: new RunCounts
        {
            Items = 10,
            Kept = 9,
            Rejected = new Dictionary<string, long> { ["upsert"] = 1 },
        }));

        Assert.Equal(ExitCode.CompleteWithRejects, await _work.RunAsync("migrate", "pictures.yaml"));
        Assert.Equal("Next: see why 1 item was rejected with: dataflux rejects pictures.yaml", OutLines[^1]);
        Assert.Contains("  + rejected                 1  1 by upsert", OutLines);
    }

    [Fact]
    public async Task A_problem_in_the_script_touches_nothing()
    {
        _work.LoadProfile = _ => ScriptedRun.Loaded(_ => ScriptedRun.Summary()) with
        {
            Problems = [new Problem("pictures.csx", 31, 1, "DF0104", "transform returns 'Picture' but upsert takes 'Photo'")],
        };

        Assert.Equal(ExitCode.Usage, await _work.RunAsync("migrate", "pictures.yaml"));
        Assert.Equal(
            "pictures.csx(31,1): error DF0104: transform returns 'Picture' but upsert takes 'Photo'", _work.Error.ToString().Trim());
        Assert.False(Directory.Exists(Path.Combine(_work.Folder, ".dataflux")));
    }

    [Fact]
    public async Task A_known_failure_is_one_line_with_its_exit_code()
    {
        _work.LoadProfile = _ => ScriptedRun.Loaded((_, _) => throw new TargetException("table 'picture' does not exist"));

        Assert.Equal(ExitCode.Failed, await _work.RunAsync("migrate", "pictures.yaml"));
        Assert.Equal("2024-01-15T10:30:00.000Z ERROR [pictures] table 'picture' does not exist", _work.Error.ToString().Trim());
    }

    [Fact]
    public async Task An_unexpected_failure_is_called_a_bug_and_keeps_secrets()
    {
        _work.LoadProfile = _ => ScriptedRun.Loaded((_, _) => throw new InvalidOperationException("no hunter22 here"));

        Assert.Equal(ExitCode.Failed, await _work.RunAsync("migrate", "pictures.yaml", "--set", "target.password=hunter22"));
        Assert.Equal("""
            error: unexpected InvalidOperationException: no *** here
            This is a bug in dataflux; the details are in .dataflux/pictures/run.log
            """, _work.Error.ToString().ReplaceLineEndings("\n").Trim());
        Assert.Contains(nameof(ScriptedRun), LogText, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", LogText, StringComparison.Ordinal);
    }
}

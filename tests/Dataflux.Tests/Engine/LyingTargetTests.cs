using System.Diagnostics;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Replaying;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;
using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

/// <summary>
/// Random exports under random schedules of lies, outages, power failures, changed definitions, resets and replays. What ends complete has
/// every item in its one place and the model's table; everything else says what to do next.
/// </summary>
public class LyingTargetTests(ITestOutputHelper output)
{
    private const int Schedules = 300;

    [Fact]
    public async Task Whatever_the_target_forgets_a_run_ends_right_or_does_not_end_complete()
    {
        var began = Stopwatch.GetTimestamp();
        int runs = 0, lies = 0, refusals = 0;
        for (var seed = 1; seed <= Schedules; seed++)
        {
            using var schedule = new Schedule(seed);
            runs += await schedule.RunAsync();
            lies += schedule.Lies;
            refusals += schedule.Refusals;
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        output.WriteLine(
            $"{Schedules} schedules with {runs} runs, {lies} lies and {refusals} refusals in {seconds:0.0} s: {Schedules / seconds:0} "
            + "schedules a second");
        Assert.True(lies > Schedules * 2, $"only {lies} lies");
        Assert.True(refusals > Schedules / 10, $"only {refusals} refusals");
    }

    private sealed class Schedule(int seed) : IDisposable
    {
        private readonly bool _refers = seed % 3 == 0;
        private readonly Random _random = new(seed);
        private readonly HashSet<long> _refused = [];
        private readonly List<string> _story = [];
        private CancellationTokenSource _stop = new();
        private TargetLies _lies = null!;
        private RunSummary? _last;
        private int _attempts;

        internal int Lies => _lies.Told.Count;

        internal int Refusals { get; private set; }

        public void Dispose() => _stop.Dispose();

        internal async Task<int> RunAsync()
        {
            var inTarget = _random.Next(2) == 0;
            var files = ScheduleModel.NewExport(_random, _refused, mostRefused: 3, mostFiles: 5);
            using var run = new EngineRun(new MemorySource(files) { IsChain = _random.Next(3) == 0 }, EngineRun.InMemory)
            {
                Grouped = _random.Next(2) == 0,
                Options = ScheduleModel.NewOptions(_random, inTarget),
            };
            _lies = new TargetLies(
                run.Target, _random, record => _refused.Contains(record.Key), inTarget || _random.Next(8) > 0, () => _stop.Cancel());
            if (_refers)
                run.Target.References = new(record => ParentOf(record.Key), names: _random.Next(2) == 0);

            var together = run.Grouped && !inTarget && !run.Source.IsChain && _random.Next(3) == 0;
            if (together)
            {
                run.Options = run.Options with { GroupScope = GroupScope.Export, GroupMemory = 200 };
                run.Source.FileSize = _random.Next(1, 5) * 5;
            }

            _story.Add(
                $"{run.Options}, chain {run.Source.IsChain}, grouped {run.Grouped}, {run.Target.History}, documents "
                + $"{!run.Target.Documents.Refuses}");
            await UntilCompleteAsync(run, () => run.RunUntilAsync(_stop.Token));
            Check(new ScheduleModel(files, run.Grouped, _refused, together, ParentOf), run);
            if (run.Source.IsChain)
            {
                // The next run of a chain finds what was lost after the last one.
                _lies.Between();
                await UntilCompleteAsync(run, () => run.RunUntilAsync(_stop.Token));
                Check(new ScheduleModel(files, run.Grouped, _refused, together, ParentOf), run);
            }
            else if (run.Rejects().Count > 0)
            {
                // What an asynchronous standby loses after a complete run is not promised; from here on it is.
                _lies.Keep();
                _refused.RemoveWhere(_ => _random.Next(2) == 0);
                await UntilCompleteAsync(run, () => ReplayAsync(run));
                Check(new ScheduleModel(files, run.Grouped, _refused, together, ParentOf), run, isReplay: true);
            }

            return _attempts;
        }

        // In files of random order parents come before and after their children. Key 13 never comes.
        private long? ParentOf(long key) => _refers && key > 6 && key != 666 ? key - 6 : null;

        private async Task UntilCompleteAsync(EngineRun run, Func<Task<RunSummary>> work)
        {
            while (true)
            {
                Assert.True(++_attempts < 80, Failure("does not come to an end"));
                _stop = new CancellationTokenSource();
                var before = File.Exists(run.Checkpoint) ? File.ReadAllBytes(run.Checkpoint) : null;
                try
                {
                    var summary = _last = await work();
                    _story.Add($"{summary.Outcome} {summary.Error} [{string.Join(", ", _lies.Told)}]");
                    if (summary.Outcome == RunOutcome.Complete)
                        return;
                }
                catch (OperationCanceledException)
                {
                    _story.Add("cancelled");
                }
                catch (StateException e)
                {
                    await ChooseAsync(run, e.Message);
                    continue;
                }
                catch (DatafluxException e)
                {
                    _story.Add(e.Message);
                }
                finally
                {
                    _stop.Dispose();
                }

                await BetweenAsync(run, before);
            }
        }

        // A chain is refused where rows may be missing, and every run where another definition is. With nothing missing the user may go on.
        private async Task ChooseAsync(EngineRun run, string refusal)
        {
            Refusals++;
            _story.Add($"{refusal} [{string.Join(", ", _lies.Told)}]");
            if (refusal.Contains("run the same command again", StringComparison.Ordinal))
                return;

            Assert.True(refusal.Contains("dataflux reset", StringComparison.Ordinal), Failure("no choice is named"));
            if (!_lies.IsHarmful && refusal.Contains("--accept-changes", StringComparison.Ordinal) && _random.Next(2) == 0)
            {
                _story.Add("accept");
                run.Options = run.Options with { AcceptChanges = true };
                return;
            }

            await ResetAsync(run);
        }

        private async Task ResetAsync(EngineRun run)
        {
            _story.Add("reset");
            MigrationReset.InFolder(run.Folder, "sums", TimeProvider.System);
            while (run.StateTarget is { } target)
            {
                try
                {
                    await MigrationReset.InTargetAsync(target, "sums", CancellationToken.None);
                    break;
                }
                catch (TargetException)
                {
                    // It is away, or lies once more.
                }
            }

            _lies.IsHarmful = false;
        }

        private async Task BetweenAsync(EngineRun run, byte[]? before)
        {
            run.Options = run.Options with { AcceptChanges = false };
            _lies.Between();
            switch (_random.Next(9))
            {
                case 0 when run.StateTarget is not null:
                    Directory.Delete(run.Folder, recursive: true);
                    Directory.CreateDirectory(run.Folder);
                    _story.Add("the state folder is gone");
                    break;
                case 1 when run.StateTarget is null && _last is { WaitingPasses: 0 } && run.Options.GroupScope != GroupScope.Export:
                    LosePower(run, before);
                    _story.Add("the last checkpoint is gone");
                    break;
                case 2:
                    await ResetAsync(run);
                    break;
                case 3:
                    run.DefinitionHash = $"d{_attempts}";
                    _story.Add("another definition");
                    break;
                case 4 when File.Exists(run.Checkpoint):
                    Damage(run.Checkpoint);
                    _story.Add("damaged state");
                    break;
            }
        }

        private static void LosePower(EngineRun run, byte[]? before)
        {
            if (before is null)
                File.Delete(run.Checkpoint);
            else
                File.WriteAllBytes(run.Checkpoint, before);

            File.AppendAllText(Path.Combine(run.Folder, "rejects.ndjson"), """{"file":"cut o""");
        }

        // A bit that fell over, or an end that is gone.
        private void Damage(string path)
        {
            var bytes = File.ReadAllBytes(path);
            var at = _random.Next(bytes.Length);
            if (_random.Next(2) == 0)
            {
                bytes[at] ^= (byte)(1 << _random.Next(8));
                File.WriteAllBytes(path, bytes);
            }
            else
            {
                File.WriteAllBytes(path, bytes[..at]);
            }
        }

        // After a reset the migration comes first.
        private async Task<RunSummary> ReplayAsync(EngineRun run)
        {
            var state = run.StateTarget is null ? new CheckpointFile(run.Checkpoint).Load() : await StateOfAsync(run);
            if (state is not { Complete: true })
            {
                var whole = await run.RunUntilAsync(_stop.Token);
                if (whole.Outcome != RunOutcome.Complete || run.Rejects().Count == 0)
                    return whole;

                _lies.Keep();
            }

            using var replay = await Replay.BeginAsync(run.Folder, "sums", TimeProvider.System, run.StateTarget, _stop.Token);
            return await replay.RunAsync(run.Profile(), run.Plan(), _stop.Token);
        }

        private static async Task<Checkpoint?> StateOfAsync(EngineRun run) =>
            (await StateInTarget.LoadAsync(run.Target, "sums", run.Folder, CancellationToken.None)).Load();

        private void Check(ScheduleModel expected, EngineRun run, bool isReplay = false)
        {
            Assert.True(
                Text(expected.Table.Values) == Text(run.Target.Table.Values),
                Failure($"{string.Join(" ", expected.Table.Values)}\nbut\n{string.Join(" ", run.Target.Table.Values)}"));
            if (!isReplay)
            {
                Assert.Equal(
                    (Failure(""), expected.Items, expected.Kept, expected.Skipped, expected.Rejected),
                    (Failure(""), _last!.Counts.Items, _last.Counts.Kept, _last.Counts.SkippedTotal, _last.Counts.RejectedTotal));
            }

            Assert.Equal(
                (Failure(""), Text(expected.Rejects.Order(StringComparer.Ordinal))),
                (Failure(""), Text(run.RejectTexts())));
        }

        private string Failure(string what) => $"seed {seed}: {what}\n{Text(_story)}\n{string.Join(", ", _lies.Told)}";

        private static string Text<T>(IEnumerable<T> values) => string.Join('\n', values);
    }
}

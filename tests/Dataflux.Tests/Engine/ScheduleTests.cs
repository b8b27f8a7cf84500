using System.Diagnostics;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

/// <summary>
/// Random exports under random schedules of failures, against a model that knows no failures: whatever the target, the source, the
/// user and the power do, a run that is repeated until it is complete ends with the model's table, rejects and account.
/// </summary>
public class ScheduleTests(ITestOutputHelper output)
{
    private const int Schedules = 500;

    [Fact]
    public async Task Every_schedule_of_failures_ends_where_a_run_without_failures_ends()
    {
        var began = Stopwatch.GetTimestamp();
        var runs = 0;
        for (var seed = 1; seed <= Schedules; seed++)
        {
            using var schedule = new Schedule(seed);
            runs += await schedule.RunAsync();
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        output.WriteLine($"{Schedules} schedules with {runs} runs in {seconds:0.0} s: {Schedules / seconds:0} schedules a second");
        Assert.True(runs > Schedules * 1.5, $"only {runs} runs: the schedules hardly fail");
    }

    private sealed class Schedule(int seed) : IDisposable
    {
        private readonly bool _inTarget = seed % 2 == 0;
        private readonly bool _refers = seed % 3 == 0;
        private readonly Random _random = new(seed);
        private readonly HashSet<long> _refused = [];
        private CancellationTokenSource _stop = new();
        private TargetTroubles _troubles = null!;

        public void Dispose() => _stop.Dispose();

        internal async Task<int> RunAsync()
        {
            var files = ScheduleModel.NewExport(_random, _refused, mostRefused: 2, mostFiles: 4);
            using var run = new EngineRun(new MemorySource(files), EngineRun.InMemory)
            {
                Grouped = _random.Next(2) == 0,
                Options = ScheduleModel.NewOptions(_random, _inTarget) with { GroupMemory = _random.Next(4) == 0 ? 200 : 1_000_000 },
            };
            if (_refers)
                run.Target.References = new(record => ParentOf(record.Key), names: _random.Next(2) == 0);

            _troubles = new TargetTroubles(run.Target, _random, _refused, () => _stop.Cancel());
            var together = run.Grouped && !_inTarget && _random.Next(2) == 0;
            if (together)
            {
                run.Options = run.Options with { GroupScope = GroupScope.Export };
                run.Source.FileSize = _random.Next(1, 5) * run.Options.GroupMemory / 40 / files.Length;
            }

            var attempts = 0;
            RunSummary? summary;
            do
            {
                Assert.True(++attempts < 60, $"seed {seed}: does not come to an end");
                _stop = new CancellationTokenSource();
                if (_random.Next(2) == 0 && _troubles.TakeOne())
                    run.Source.Failures.Enqueue((_random.Next(0, 3), new TimeoutException("the store is away")));

                var before = File.Exists(run.Checkpoint) ? File.ReadAllBytes(run.Checkpoint) : null;
                summary = await TryAsync(run);
                _stop.Dispose();
                if (summary?.Outcome != RunOutcome.Complete && _random.Next(2) == 0)
                {
                    if (_inTarget)
                        Directory.Delete(run.Folder, recursive: true);
                    else if (summary is { WaitingPasses: 0 }) // what a pass replaced was on disk before
                        LosePower(run, before, together);
                }
            }
            while (summary?.Outcome != RunOutcome.Complete);

            Check(new ScheduleModel(files, run.Grouped, _refused, together, ParentOf), run, summary);
            return attempts;
        }

        // In files of random order parents come before and after their children. Key 13 never comes.
        private long? ParentOf(long key) => _refers && key > 6 && key != 666 ? key - 6 : null;

        // With the state in the target, a failure can come before the run has begun: then there is no summary.
        private async Task<RunSummary?> TryAsync(EngineRun run)
        {
            try
            {
                return await run.RunUntilAsync(_stop.Token);
            }
            catch (Exception e) when (_inTarget && e is DatafluxException or OperationCanceledException)
            {
                return null;
            }
        }

        private void Check(ScheduleModel expected, EngineRun run, RunSummary summary)
        {
            expected.AssertEnd(seed, run, summary);
            Assert.Equal((seed, 0), (seed, summary.Counts.Waiting));
            Assert.False(Directory.Exists(Path.Combine(run.Folder, "groups", "export")), $"seed {seed}: partitions are left");
        }

        // The last checkpoint did not reach the disk, and what was written behind the rejects did in part. Partitions are deleted only
        // after a checkpoint that does without them is on disk, so that one is not taken back.
        private static void LosePower(EngineRun run, byte[]? before, bool together)
        {
            if (together && File.Exists(run.Checkpoint))
                File.WriteAllText(Path.Combine(run.Folder, "groups", "export", "000001-0.rows.new"), "cut o");
            else if (before is null)
                File.Delete(run.Checkpoint);
            else
                File.WriteAllBytes(run.Checkpoint, before);

            File.AppendAllText(Path.Combine(run.Folder, "rejects.ndjson"), """{"file":"cut o""");
            File.WriteAllText(Path.Combine(run.Folder, "rejects-000001.part"), "cut o");
            File.WriteAllText(run.Checkpoint + ".new", "cut o");
        }
    }
}

using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

/// <summary>
/// Sources whose parts can be entered in the middle, under random schedules of failures and kills: a run that is killed between two
/// positions goes on behind the last one that was saved, and ends with the table, rejects and account of a run that nothing happened to.
/// </summary>
public sealed class PositionScheduleTests(ITestOutputHelper output)
{
    private const int Schedules = 1_000;

    [Fact]
    public async Task Every_schedule_of_failures_and_kills_ends_where_a_run_without_any_ends()
    {
        var (runs, kills, entered) = (0, 0, 0);
        for (var seed = 1; seed <= Schedules; seed++)
        {
            using var schedule = new Schedule(seed);
            await schedule.RunAsync();
            runs += schedule.Runs;
            kills += schedule.Kills;
            entered += schedule.Entered;
        }

        output.WriteLine($"{Schedules} schedules with {runs} runs, {kills} kills and {entered} parts gone on with");
        Assert.True(kills > Schedules, $"only {kills} kills");
        Assert.True(entered > Schedules / 2, $"only {entered} parts were gone on with in their middle");
    }

    private sealed class Schedule(int seed) : IDisposable
    {
        private readonly bool _inTarget = seed % 2 == 0;
        private readonly Random _random = new(seed);
        private readonly HashSet<long> _refused = [];
        private CancellationTokenSource _stop = new();
        private byte[]? _checkpointAtKill;
        private int _killAt;

        public void Dispose() => _stop.Dispose();

        internal int Runs { get; private set; }

        internal int Kills { get; private set; }

        internal int Entered { get; private set; }

        internal async Task RunAsync()
        {
            var parts = ScheduleModel.NewExport(_random, _refused, mostRefused: 2, mostFiles: 3)
                .Select(part => part.Concat(Enumerable.Range(0, _random.Next(20)).Select(_ => ScheduleModel.NewLine(_random))).ToArray())
                .ToArray();
            var canReadAgain = _random.Next(2) == 0;
            var source = new MemorySource(parts) { Capabilities = new() { HasPositions = true, CanReadAgain = canReadAgain } };
            using var run = new EngineRun(source, EngineRun.InMemory)
            {
                Grouped = canReadAgain && _random.Next(4) == 0,
                Options = ScheduleModel.NewOptions(_random, _inTarget) with { ItemsBetweenPositions = _random.Next(1, 8) },
            };
            var troubles = new TargetTroubles(run.Target, _random, _refused, () => _stop.Cancel());
            RunSummary? summary;
            var killed = false;
            do
            {
                Assert.True(++Runs < 60, $"seed {seed}: does not come to an end");
                _stop.Dispose();
                _stop = new CancellationTokenSource();
                if (_random.Next(2) == 0 && troubles.TakeOne())
                    source.Failures.Enqueue((_random.Next(0, 5), new TimeoutException("the store is away")));

                _killAt = Kills < 3 ? _random.Next(1, 40) : 0;
                summary = await TryAsync(run);
                killed = _checkpointAtKill is not null;
                if (killed)
                {
                    Kills++;
                    Die(run);
                }
            }
            while (killed || summary?.Outcome != RunOutcome.Complete);

            Entered = source.EnteredAt.Count;
            Check(new ScheduleModel(parts, run.Grouped, _refused, together: false), run, summary);
        }

        private async Task<RunSummary?> TryAsync(EngineRun run)
        {
            KillPoint.Watch(_ =>
            {
                if (Interlocked.Decrement(ref _killAt) == 0)
                {
                    _checkpointAtKill = File.Exists(run.Checkpoint) ? File.ReadAllBytes(run.Checkpoint) : [];
                    _stop.Cancel();
                }
            });
            try
            {
                return await run.RunUntilAsync(_stop.Token);
            }
            catch (Exception e) when (_inTarget && e is DatafluxException or OperationCanceledException)
            {
                return null; // with the state in the target, a failure can come before the run has begun
            }
            finally
            {
                KillPoint.Watch(null);
            }
        }

        // What the process did behind the kill is not known: the checkpoint is as it was, and there is more in the files and the target.
        private void Die(EngineRun run)
        {
            if (_inTarget)
            {
                Directory.Delete(run.Folder, recursive: true);
            }
            else
            {
                File.Delete(run.Checkpoint);
                if (_checkpointAtKill!.Length > 0)
                    File.WriteAllBytes(run.Checkpoint, _checkpointAtKill);

                File.AppendAllText(Path.Combine(run.Folder, "rejects.ndjson"), """{"file":"cut o""");
                File.WriteAllText(Path.Combine(run.Folder, "rejects-000001-1.part"), "cut o");
            }

            _checkpointAtKill = null;
        }

        private void Check(ScheduleModel expected, EngineRun run, RunSummary summary)
        {
            expected.AssertEnd(seed, run, summary);
            Assert.Equal((seed, summary.Parts), (seed, summary.PartsDone));
        }
    }
}

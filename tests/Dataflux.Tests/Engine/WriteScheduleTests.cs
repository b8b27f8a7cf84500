using System.Diagnostics;
using System.Threading.Channels;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Pipeline;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Rows;
using Dataflux.Engine.Sources;
using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

/// <summary>
/// The stage that meets the target's failures, alone, under random schedules of them: twenty times as many in the same time as of whole
/// runs (<see cref="ScheduleTests"/>), which have files to write and other stages to wait for. A file whose batches were not all written is
/// written again from its first batch, as when a run is resumed.
/// </summary>
public sealed class WriteScheduleTests(ITestOutputHelper output)
{
    private const int Schedules = 10_000;

    [Fact]
    public async Task Every_schedule_of_failures_leaves_each_item_written_or_rejected_and_never_both()
    {
        using var run = new EngineRun(new MemorySource(), EngineRun.InMemory);
        using var state = RunState.Open(run.Plan(), run.Profile(), new CheckpointFile(run.Checkpoint));
        var began = Stopwatch.GetTimestamp();
        long attempts = 0, rejects = 0, transactions = 0;
        await Parallel.ForEachAsync(Enumerable.Range(1, Schedules), TestContext.Current.CancellationToken, async (seed, _) =>
        {
            using var schedule = new Schedule(run, state, seed);
            await schedule.RunAsync();
            Interlocked.Add(ref attempts, schedule.Attempts);
            Interlocked.Add(ref rejects, schedule.Rejects);
            Interlocked.Add(ref transactions, schedule.Target.Transactions);
        });

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        output.WriteLine($"{Schedules} schedules with {attempts} attempts, {transactions} transactions and {rejects} rejects in "
            + $"{seconds:0.0} s: {Schedules / seconds:0} schedules a second");
        Assert.True(attempts > Schedules * 1.5, $"only {attempts} attempts: the schedules hardly stop");
        Assert.True(rejects > Schedules / 2, $"only {rejects} rejects: the schedules hardly refuse");
    }

    private sealed class Schedule : IDisposable
    {
        private const int Keys = 12;
        private readonly Random _random;
        private readonly HashSet<long> _refused = [];
        private readonly HashSet<long> _suspected = [];
        private readonly List<List<(List<Sum> Records, SourceLine[] Lines)>> _batches = [];
        private readonly EngineRun _run;
        private readonly RunState _state;
        private readonly int _seed;
        private CancellationTokenSource _stop = new();

        internal Schedule(EngineRun run, RunState state, int seed)
        {
            (_run, _state, _seed, _random) = (run, state, seed, new Random(seed));
            for (var i = _random.Next(3); i > 0; i--)
                _refused.Add(_random.Next(Keys));

            // No key of these is in the group that tells them from a target that refuses everything.
            for (var i = _random.Next(3); i > 0; i--)
                _suspected.Add(_random.Next(Keys));

            long line = 0;
            for (var batch = _random.Next(1, 3); batch > 0; batch--)
                _batches.Add([.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => NewGroup(ref line))]);

            _batches[0].Insert(_random.Next(_batches[0].Count + 1), ([new Sum(Keys, 1, 1)], [new SourceLine(++line, 10)]));
            _ = new TargetTroubles(Target, _random, _refused, () => _stop.Cancel()) { Suspected = _suspected };
        }

        public void Dispose() => _stop.Dispose();

        internal SumTarget Target { get; } = new();

        internal int Attempts { get; private set; }

        internal int Rejects { get; private set; }

        internal async Task RunAsync()
        {
            var plan = _run.Plan() with
            {
                Target = Target,
                Observer = new EngineRun.Recorder(),
                Time = new JumpingTime(),
                Options = new() { RetryFor = _random.Next(3) == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(10) },
            };
            while (!await TryAsync(plan))
                Assert.True(Attempts < 60, $"seed {_seed}: does not come to an end");
        }

        private async Task<bool> TryAsync(MigrationPlan plan)
        {
            Attempts++;
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            var report = new RunReport(plan, _run.Profile(), _state, writers: 1, plan.Time.GetUtcNow());
            using var scope = new RunScope<Pair, Sum>(plan, _run.Profile(), report.Progress);
            using var rejects = _state.NewRejects(_seed);
            var part = new PartRun<Pair>(
                plan.Source, new SourcePart { Name = "f", Fingerprint = "f" }, 1, writers: 1, rejects, new RowsAhead());
            var queue = Channel.CreateUnbounded<Batch<Pair, Sum>>();
            foreach (var groups in _batches)
            {
                var batch = new Batch<Pair, Sum>(part, capacity: 5);
                groups.ForEach(group => batch.Add(group.Records, group.Lines));
                queue.Writer.TryWrite(batch);
            }

            queue.Writer.Complete();
            await using var session = await Target.OpenSessionAsync(CancellationToken.None);
            try
            {
                await new WriteStage<Pair, Sum>(scope, session, report).RunAsync(queue.Reader, _stop.Token, CancellationToken.None);
            }
            catch (Exception e) when (e is DatafluxException or OperationCanceledException)
            {
                return false;
            }

            Check(part);
            return true;
        }

        // In the order of the batches, one group after the other: it is refused, or its records are the last ones of their keys.
        private void Check(PartRun<Pair> part)
        {
            var table = new SortedDictionary<long, Sum>();
            var rejected = new List<string>();
            long kept = 0;
            foreach (var (records, lines) in _batches.SelectMany(groups => groups))
            {
                if (records.Any(record => _refused.Contains(record.Key) || _suspected.Contains(record.Key)))
                {
                    rejected.Add(string.Join(',', lines.Select(line => line.Number)));
                    continue;
                }

                kept += lines.Length;
                records.ForEach(record => table[record.Key] = record);
            }

            Rejects = rejected.Count;
            Assert.Equal((_seed, string.Join('\n', table.Values)), (_seed, string.Join('\n', Target.Table.Values)));
            Assert.Equal(
                (_seed, string.Join(' ', rejected)),
                (_seed, string.Join(' ', part.Rejects.Read().Select(reject => string.Join(',', reject.Reject.Lines)))));
            var counts = part.Counts.ToRunCounts();
            Assert.Equal((_seed, kept, rejected.Sum(lines => lines.Split(',').LongLength)), (_seed, counts.Kept, counts.RejectedTotal));
        }

        private (List<Sum> Records, SourceLine[] Lines) NewGroup(ref long line)
        {
            var first = line + 1;
            line += _random.Next(1, 4);
            return (
                [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => new Sum(_random.Next(Keys), 1, _random.Next(1_000_000)))],
                [.. Enumerable.Range(0, (int)(line - first) + 1).Select(i => new SourceLine(first + i, 10))]);
        }
    }
}

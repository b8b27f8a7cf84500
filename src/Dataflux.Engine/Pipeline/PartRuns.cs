using Dataflux.Engine.Grouping;
using Dataflux.Engine.Ledger;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Pipeline;

/// <summary>What of a migration is not done yet, ready to be run.</summary>
internal sealed class PartRuns<TRow>(MigrationPlan plan, RunState state, int readers, int writers)
{
    /// <summary>The parts that are not done.</summary>
    internal List<PartRun<TRow>> Parts()
    {
        var runs = new List<PartRun<TRow>>(plan.Export.Parts.Count);
        var ahead = NewRowsAhead();
        for (var i = 0; i < plan.Export.Parts.Count; i++)
        {
            if (!state.IsDone(plan.Export.Parts[i]))
            {
                var left = state.LeftOf(plan.Export.Parts[i]);
                runs.Add(New(plan.Source, left, i + 1, ahead[runs.Count % readers]));
            }
        }

        return runs;
    }

    /// <summary>The partitions that are not done.</summary>
    internal List<PartRun<TRow>> Partitions(ExportPartitions partitions)
    {
        var runs = new List<PartRun<TRow>>(partitions.Count);
        var ahead = NewRowsAhead();
        var source = new PartitionSource(partitions);
        for (var number = state.Checkpoint.Partitions!.Done + 1; number <= partitions.Count; number++)
            runs.Add(New(source, PartitionSource.PartOf(number), number, ahead[runs.Count % readers]));

        return runs;
    }

    private PartRun<TRow> New(ISource source, SourcePart part, int number, RowsAhead ahead) =>
        new(source, part, number, writers, state.NewRejects(number), ahead)
        {
            Versions = plan.Target.Capabilities is { KeepsNewest: true } or { IsAppendOnly: true } ? new() : null,
        };

    // One for each reader, which has every n-th of them.
    private RowsAhead[] NewRowsAhead() => [.. Enumerable.Range(0, readers).Select(_ => new RowsAhead())];
}

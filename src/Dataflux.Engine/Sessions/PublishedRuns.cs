using System.Collections.Immutable;
using Dataflux.Engine.Grouping;
using Dataflux.Engine.Plans;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Sessions;

/// <summary>Says of a run what a target needs that shows rows at its end.</summary>
internal static class PublishedRuns
{
    /// <summary>The run that a checkpoint begins with.</summary>
    internal static PublishedRun Of(MigrationPlan plan, Checkpoint checkpoint)
    {
        var done = checkpoint.Partitions is { } partitions
            ? Enumerable.Range(1, partitions.Done).ToImmutableDictionary(
                static number => PartitionSource.PartOf(number).Name, static _ => (string?)null)
            : checkpoint.Parts.ToImmutableDictionary(static part => part.Key, static part => part.Value.Position);
        var left = plan.Export.Parts
            .Where(part => checkpoint.Partitions is { } of
                ? of.Done < of.Count || !checkpoint.Parts.ContainsKey(part.Name)
                : !done.TryGetValue(part.Name, out var position) || position is not null)
            .Select(static part => part.Link)
            .ToHashSet();
        return new(plan.Name, plan.Export.Time, done, left) { IsReplay = plan.Replayed is { IsWhole: false } };
    }
}

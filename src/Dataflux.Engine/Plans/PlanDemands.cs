using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Plans;

/// <summary>
/// What a plan asks of its target and its source: looked at once, before anything is written, so that nothing is found out on the way.
/// </summary>
internal static class PlanDemands
{
    /// <summary>Refuses a plan that asks for what its target or its source does not declare.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="groups">Whether the profile brings rows of different items together.</param>
    /// <exception cref="DatafluxException">It does.</exception>
    internal static void Check(MigrationPlan plan, bool groups)
    {
        var (asked, can) = (plan.Options, plan.Target.Capabilities);
        if (asked.Checkpoint == CheckpointPlace.Target && !can.KeepsDocuments)
        {
            throw new TargetException("this target cannot keep a migration's state; use 'checkpoint: folder'")
            {
                IsNoPlaceForDocuments = true,
            };
        }

        if (asked.MaxReplicaLag is not null && can.Replicas is null)
            throw new TargetException("this target knows no replicas, which 'maxReplicaLag' would watch; leave 'maxReplicaLag' out");

        if (asked.KeepsImages && can.Images is null)
        {
            throw new TargetException(
                "this target keeps no images of what a run changes, which 'undo: keep' asks for; leave 'undo: keep' out");
        }

        if (asked.VerifyBatches && can.Comparisons is null)
        {
            throw new TargetException(
                "this target cannot be compared with an export, which 'verify: batch' asks for; leave 'verify: batch' out");
        }

        if (groups && plan.Export.Parts.Any(static part => part.IsStream))
        {
            throw new SourceException(
                "a source that is followed brings single changes, without the other rows of their group; take groupKey or groupRows out of "
                + "the profile, or read the source without following it");
        }

        if (groups && asked.GroupScope == GroupScope.File && !plan.Source.Capabilities.CanReadAgain)
        {
            throw new SourceException(
                "this source cannot read a part again, as groups do that are too large for the memory; use 'group: scope: export'");
        }
    }
}

using Dataflux.Engine.Plans;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Ledger;

/// <summary>Decides with which checkpoint a run begins: an interrupted one is only gone on with when nothing it rests on changed.</summary>
internal static class Resumption
{
    /// <summary>The checkpoint to begin with.</summary>
    /// <param name="found">The checkpoint of an earlier run.</param>
    /// <param name="fresh">What a new run begins with.</param>
    /// <param name="plan">The run.</param>
    /// <exception cref="StateException">The earlier run cannot be gone on with.</exception>
    internal static Checkpoint Of(Checkpoint? found, Checkpoint fresh, MigrationPlan plan)
    {
        var continues = found is not null && plan.Export.IsChain && found.ExportId == fresh.ExportId;
        if (found is null || (found.Complete && !continues) || found.Parts.Count == 0)
            return fresh;

        var terms = plan.Export.Terms;
        var changed = new List<string>(4);
        AddIf(found.ExportId != fresh.ExportId, $"the {terms.Whole} was {found.ExportId} and is now {fresh.ExportId}");
        AddIf(found.DefinitionHash != fresh.DefinitionHash, "the definition (or its options) changed");
        AddIf(found.ProfileHash != fresh.ProfileHash, "the profile changed");
        if ((found.Partitions ?? fresh.Partitions) is not null)
        {
            var parts = (found.Partitions?.PartsIdentity, fresh.Partitions?.PartsIdentity);
            AddIf(changed.Count == 0 && parts.Item1 != parts.Item2, $"the {terms.Parts} of the {terms.Whole} changed");
            return GoOnGrouping(found, fresh, plan, changed);
        }

        if (changed.Count > 0 && !plan.Options.AcceptChanges)
        {
            throw new StateException(
                $"{(found.Complete ? "a completed" : "an interrupted")} run of '{plan.Name}' is in {plan.StateFolder} "
                + $"({found.PartsDone} {terms.Parts} done), but {string.Join(" and ", changed)}. Either go on with the {terms.Parts} "
                + "that are left (--accept-changes), or start over ('dataflux reset', then run again)");
        }

        if (continues)
            ChainCheck.Check(found, plan.Export);
        else if (found.ExportId == fresh.ExportId)
            ChainCheck.CheckUnchanged(found, plan.Export);

        // What a re-run has only compared is as good as not done to another profile.
        return found.ExportId == fresh.ExportId && (changed.Count == 0 || found.Rerun is null)
            ? GoOn(found, fresh)
            : fresh;

        void AddIf(bool differs, string what)
        {
            if (differs)
                changed.Add(what);
        }
    }

    private static Checkpoint GoOn(Checkpoint found, Checkpoint fresh) => fresh with
    {
        StartedAt = found.StartedAt,
        RejectsLength = found.RejectsLength,
        Parts = found.Parts,
        Target = found.Target,
        Lineage = found.Lineage,
        Run = found.Run,
        Number = found.Complete ? 0 : found.Number,
        Read = found.Read,
        Snapshots = found.Snapshots,
        Rerun = found.Rerun,
    };

    // Rows that lie in partitions can only be grouped by the key, and out of the parts, that they were spread by: no --accept-changes here.
    private static Checkpoint GoOnGrouping(Checkpoint found, Checkpoint fresh, MigrationPlan plan, List<string> changed) =>
        changed.Count == 0
            ? GoOn(found, fresh) with { Partitions = found.Partitions }
            : throw new StateException(
                $"an interrupted run of '{plan.Name}' is in {plan.StateFolder} ({found.Parts.Count} {plan.Export.Terms.Parts} done), but "
                + $"{string.Join(" and ", changed)}. A run that groups the whole {plan.Export.Terms.Whole} cannot go on after that, "
                + "because its rows were spread before: start over ('dataflux reset', then run again)");
}

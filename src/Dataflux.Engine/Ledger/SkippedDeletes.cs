using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Ledger;

/// <summary>
/// Deletes that earlier runs skipped, because the profile had no <c>deleteItem</c> or the definition said so, are not done. As soon as they
/// can be applied, the first incremental export for which nothing was deleted and all later ones are read again in their order, so that
/// each key ends in its newest state.
/// </summary>
internal static class SkippedDeletes
{
    private static readonly string s_reason = StageNames.Of(nameof(SkipReason.Delete));

    /// <summary>The checkpoint without what has to be read again.</summary>
    /// <exception cref="StateException">The rows lie in partitions already.</exception>
    internal static Checkpoint ToApply(Checkpoint checkpoint, RejectReplacement replacement, MigrationPlan plan)
    {
        // Without a deleteItem, what a put should have taken from the target is not counted: of a chain all but the full export is in
        // question.
        var affected = checkpoint.Parts.Values.Where(static part => SkippedBy(part) > 0 || (part.WithoutDeletes && part.Link > 0)).ToList();
        if (affected.Count == 0)
            return checkpoint;

        if (checkpoint.Partitions is not null)
        {
            throw new StateException(
                $"an interrupted run of '{plan.Name}' skipped deletes that are to be applied now, and has spread the rows of these files "
                + "already; start over ('dataflux reset', then run again)");
        }

        var first = affected.Min(static part => part.Link);
        var again = checkpoint.Parts.Where(part => part.Value.Link >= first).Select(static part => part.Key)
            .ToHashSet(StringComparer.Ordinal);
        plan.Observer.Notice($"{affected.Sum(SkippedBy)} deletes that were skipped before are applied now: {again.Count} files, those of "
            + "the first export for which nothing was deleted and of the later ones, are read again");
        return replacement.Without(checkpoint, again);
    }

    private static long SkippedBy(DonePart part) => part.Counts.Skipped.GetValueOrDefault(s_reason);
}

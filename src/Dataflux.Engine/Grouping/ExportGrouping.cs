using Dataflux.Engine.Contract;
using Dataflux.Engine.Plans;

namespace Dataflux.Engine.Grouping;

/// <summary>Says which profiles and runs can group a whole export (<see cref="GroupScope.Export"/>).</summary>
public static class ExportGrouping
{
    /// <summary>Why a profile cannot; <see langword="null"/>: it can.</summary>
    /// <param name="groupKey">What its <c>groupKey</c> returns; <see langword="null"/>: it has no such function.</param>
    public static string? Refusal(Type? groupKey) =>
        groupKey is null ? "needs a profile with the function groupKey, whose key says which rows belong together"
        : !KeyHash.IsLasting(groupKey) ? $"cannot work with keys of type {groupKey.Name}, whose equality only this process knows: a run "
            + "that is resumed must find every key where it was put; return a number, a text, a date, an enum, or a tuple or record of such"
        : null;

    /// <exception cref="GroupScopeException">The run cannot.</exception>
    internal static void Check(MigrationPlan plan, Type? groupKey)
    {
        if (plan.Options.GroupScope == GroupScope.File)
            return;

        if ((Refusal(groupKey) ?? Refusal(plan)) is { } refusal)
            throw new GroupScopeException(refusal);
    }

    private static string? Refusal(MigrationPlan plan) => plan switch
    {
        { Options.Checkpoint: CheckpointPlace.Target } =>
            "keeps rows in the state folder until they are grouped, and does not go with 'checkpoint: target'",
        { Options.Limit: not null } =>
            "needs all items of the export, and does not go with a limit; try the profile with 'scope: file' instead",
        { Export.IsChain: true } =>
            "does not go with a chain of exports, which holds several states of one item; choose one export, or 'scope: file'",
        _ => null,
    };
}

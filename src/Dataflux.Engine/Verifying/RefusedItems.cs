using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;

namespace Dataflux.Engine.Verifying;

/// <summary>
/// The items that only the target refused in a migration: the script makes records of them, whose rows are rightly not there.
/// </summary>
public static class RefusedItems
{
    /// <summary>The items' parts and lines.</summary>
    /// <param name="stateFolder">The folder with the migration's rejects.</param>
    /// <exception cref="State.StateException">The rejects are damaged.</exception>
    public static IReadOnlySet<(string Part, long Line)> Of(string stateFolder)
    {
        var refused = new HashSet<(string Part, long Line)>();
        foreach (var reject in RejectReader.ReadAll(stateFolder))
        {
            if (reject.Reject.Stage == StageNames.Of(Stage.Upsert) || reject.Reject.Stage == StageNames.Waiting)
                refused.UnionWith(reject.Reject.Lines.Select(line => (reject.Reject.Part, line)));
        }

        return refused;
    }
}

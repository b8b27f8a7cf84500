using Dataflux.Composing;
using Dataflux.Definitions;
using Dataflux.Engine.Replaying;
using Dataflux.Engine.Settings;

namespace Dataflux.Cli.Running;

/// <summary>The rejects of a migration in the place of its export: everything around a run is as it is for a migration.</summary>
internal static class ReplayedRejects
{
    /// <summary>A composition whose source is the rejects of a replay, and whose runs are its passes.</summary>
    /// <param name="composition">The migration's composition.</param>
    /// <param name="definition">The migration.</param>
    /// <param name="replay">The replay.</param>
    internal static Composition In(Composition composition, Definition definition, Replay replay) => composition with
    {
        Dialects = composition.Dialects with { Sources = [new SourceDialect(definition.Source.Type, [], _ => replay.Source)] },
        LoadProfile = of => composition.LoadProfile(of) with { Run = replay.RunAsync },
    };
}

using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Benchmarks.Discarding;

/// <summary>
/// A target that counts records and forgets them: what is left is what dataflux takes by itself. The tool loads it as it loads anybody's.
/// </summary>
public static class DiscardDialect
{
    /// <summary>The dialect.</summary>
    public static TargetDialect Dialect { get; } = new("discard", [], static _ => new DiscardTarget())
    {
        ProfileInterface = typeof(ISqlTarget),
    };
}

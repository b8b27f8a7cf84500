namespace Dataflux.Engine.Ground;

/// <summary>The names of stages as people write them: <c>parseItem</c>, not <c>ParseItem</c>.</summary>
internal static class StageNames
{
    /// <summary>
    /// Stands where a stage would: these items wait on disk for a row that they refer to, and are rejected only if it does not come.
    /// </summary>
    internal const string Waiting = "waiting";

    internal static string Of(Stage stage) => Of(stage.ToString());

    internal static string Of(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

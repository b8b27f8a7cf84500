namespace Dataflux.Engine.Pipeline;

/// <summary>The names of stages as people write them: <c>parseItem</c>, not <c>ParseItem</c>.</summary>
internal static class StageNames
{
    internal static string Of(Stage stage) => Of(stage.ToString());

    internal static string Of(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

namespace Dataflux.Definitions;

/// <summary>The layers that settings come from, the strongest first; below them are the defaults.</summary>
/// <param name="Flags">The command line.</param>
/// <param name="Environment">The environment variables named DATAFLUX_….</param>
/// <param name="Definition">The definition.</param>
/// <param name="Project"><c>dataflux.yaml</c>.</param>
internal sealed record Layers(Layer Flags, Layer Environment, Layer Definition, Layer Project);

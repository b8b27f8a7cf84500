namespace Dataflux.Cli.CommandLine;

/// <summary>A command that takes the <see cref="DefinitionFlags"/> too.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesDefinitionFlagsAttribute : Attribute;

namespace Dataflux.Cli.CommandLine;

/// <summary>A command that is also called as the database's own program is, by those who know the program.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OpensShellAttribute : Attribute;

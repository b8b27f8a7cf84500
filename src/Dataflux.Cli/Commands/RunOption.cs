using System.CommandLine;

namespace Dataflux.Cli.Commands;

/// <summary>The option that names a run.</summary>
internal static class RunOption
{
    /// <summary>Makes it.</summary>
    internal static Option<long> Make(string description) =>
        new("--run") { HelpName = "number", Description = description, Required = true };
}

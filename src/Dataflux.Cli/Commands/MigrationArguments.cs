using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;

namespace Dataflux.Cli.Commands;

/// <summary>What commands about a migration that has run take: its definition or its name, and where its state is.</summary>
/// <param name="Definition">The definition or the name.</param>
/// <param name="StateDir">The folder of state.</param>
internal sealed record MigrationArguments(
    [Argument(Description = MigrationArguments.Meaning)] string Definition,
    [Option(ValueName = "folder", Description = Descriptions.StateDir)] string? StateDir = null)
    : ICommandParameterSet
{
    internal const string Meaning = "The definition, or the migration's name";

    /// <summary>The migration that was named.</summary>
    internal MigrationState Find(CommandConsole console, Composition composition) =>
        new MigrationStateLookup(StateDir, console, composition).Find(Definition);
}

using Cocona;
using Cocona.Command;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux</c> without a command.</summary>
internal sealed class Root(CommandConsole console, ICoconaCommandProvider commands)
{
    [PrimaryCommand]
    [Command(Description = "Moves " + Descriptions.Sources + " into " + Descriptions.Targets + " through C# profiles; stop it at any "
        + "moment and run it again.")]
    [Example("dataflux inspect s3://exports/pictures", "look into an export before writing a profile")]
    [Example("dataflux init pictures --from s3://exports/pictures", "write a definition and a profile that fit it")]
    [Example("dataflux check pictures.yaml", "find mistakes in a definition and its script")]
    [Example("dataflux try pictures.yaml", "see what a few items would become; nothing is written")]
    [Example("dataflux test pictures.yaml", "carry out the tests of its script")]
    [Example("dataflux migrate pictures.yaml", "run a migration, or resume it")]
    [Example("dataflux start pictures.yaml", "the same as a daemon; see it with status and logs -f, end it with stop")]
    [Example("dataflux sql pictures.yaml", "look at the result")]
    public int Run([Option(Description = "Show the version")] bool version)
    {
        if (!version)
        {
            var names = commands.GetCommandCollection().All.Where(static command => !command.IsPrimaryCommand)
                .Select(static command => command.Name);
            throw new UsageException($"a command is needed: {ValueReader.Listed([.. names])}; see: {CommandApp.Name} --help");
        }

        console.Out.WriteLine($"{CommandApp.Name} {ToolVersion.Text}");
        return ExitCode.Complete;
    }
}

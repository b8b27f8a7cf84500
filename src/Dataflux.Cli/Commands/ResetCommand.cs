using System.CommandLine;
using Dataflux.Cli.Terminal;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Runs;
using Dataflux.Engine.Settings;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux reset</c>: forgets a migration's progress and rejects.</summary>
internal sealed class ResetCommand : Command, IExamples
{
    private readonly DefinitionArguments _arguments;
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask" };
    private readonly Option<bool> _database = new("--database")
    {
        Description = "Remove the database that dataflux runs for this migration too, with all its data",
    };


    internal ResetCommand(CommandConsole console, Composition composition)
        : base("reset", "Forgets a migration's progress and rejects, so that its next run starts over; rows in the target stay")
    {
        _arguments = new DefinitionArguments(this);
        Add(_yes);
        Add(_database);
        SetAction((parsed, stop) => RunAsync(parsed, console, composition, stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux reset pictures.yaml", "asks, then forgets what was done"),
        ("dataflux reset pictures.yaml --yes", "for scripts"),
        ("dataflux reset pictures.yaml --database", "begin with an empty embedded database"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CommandConsole console, Composition composition, CancellationToken stop)
    {
        var definition = _arguments.Read(parsed, console, composition);
        var database = parsed.GetValue(_database);
        var server = database ? ServerOf(definition, composition) : null;
        await using var stateTarget = composition.StateTargetOf(definition);
        if (stateTarget is null && !Directory.Exists(definition.StateFolder))
        {
            await console.Out.WriteLineAsync(
                $"{definition.Name}: there is nothing to reset in {ShownPath.Of(definition.StateFolder, console.WorkingDirectory)}");
            return ExitCode.Complete;
        }

        if (!parsed.GetValue(_yes) && !await IsAllowedAsync(console, definition, database))
        {
            await console.Out.WriteLineAsync("Nothing was changed.");
            return ExitCode.Usage;
        }

        if (stateTarget is not null && !database)
            await MigrationReset.InTargetAsync(stateTarget, definition.Name, stop);

        MigrationReset.InFolder(definition.StateFolder, definition.Name, console.Time);
        if (server is not null)
            await server.RemoveAsync(definition.TargetSettings, stop);

        await console.Out.WriteLineAsync(
            $"{definition.Name}: progress and rejects{(database ? " and the embedded database" : "")} are gone. Next: start over with: "
            + $"dataflux migrate {definition.Path}");
        return ExitCode.Complete;
    }

    private static IPrivateServer ServerOf(Definition definition, Composition composition) =>
        composition.DialectOf(definition).Server is { } server && server.IsMeantBy(definition.TargetSettings)
            ? server
            : throw new UsageException(
                "--database removes the database that dataflux runs by itself, and this definition has a database of yours; "
                + "empty its tables yourself");

    private static async Task<bool> IsAllowedAsync(CommandConsole console, Definition definition, bool database)
    {
        return await Confirmation.AskAsync(
            console,
            "reset",
            $"Forget progress and rejects of '{definition.Name}' in {ShownPath.Of(definition.StateFolder, console.WorkingDirectory)}"
            + $"{(definition.Migration.Checkpoint == CheckpointPlace.Target ? " and in the target" : "")}"
            + $"{(database ? ", and delete its embedded database with all rows" : "")}?");
    }
}

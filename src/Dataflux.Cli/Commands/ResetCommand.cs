using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Terminal;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Runs;
using Dataflux.Engine.Settings;
using Dataflux.Engine.State;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux reset</c>: forgets a migration's progress and rejects.</summary>
internal sealed class ResetCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("reset", Description =
        "Forgets a migration's progress and rejects, so that its next run starts over; rows in the target stay")]
    [Example("dataflux reset pictures.yaml", "asks, then forgets what was done")]
    [Example("dataflux reset pictures.yaml --yes", "for scripts")]
    [Example("dataflux reset orders.yaml --source", "a source that is followed: drop its slot, and load again")]
    [Example("dataflux reset pictures.yaml --database", "begin with an empty embedded database")]
    public async Task<int> RunAsync(
        DefinitionArguments arguments,
        [Option('y', Description = "Do not ask")] bool yes,
        [Option(Description = "Also drop what the migration made in its source to follow it, such as a replication slot")] bool source,
        [Option(Description = "Remove the database that dataflux runs for the project too, with all its data")] bool database)
    {
        var definition = arguments.Read(console, composition, withSource: source);
        var server = database ? ServerOf(definition) : null;
        var others = server?.OthersIn(definition.TargetSettings) ?? [];
        if (yes && others.Count > 0)
        {
            throw new UsageException(
                $"--database would delete the tables of {Names(others)} too, which are in the same database, and --yes does not speak for "
                + $"them; nothing was changed. Leave out --yes to be asked, or drop the tables of '{definition.Name}' alone with: "
                + $"dataflux sql {definition.Path}");
        }

        await using var stateTarget = composition.StateTargetOf(definition);
        if (stateTarget is null && !source && server is null && !Directory.Exists(definition.StateFolder))
        {
            await console.Out.WriteLineAsync(
                $"{definition.Name}: there is nothing to reset in {ShownPath.Of(definition.StateFolder, console.WorkingDirectory)}");
            return ExitCode.Complete;
        }

        if (!yes && !await IsAllowedAsync(definition, database, others, source))
        {
            await console.Out.WriteLineAsync("Nothing was changed.");
            return ExitCode.Usage;
        }

        if (source)
            await ReleaseAsync(definition);
        else if (Directory.Exists(StateFolder.Stream(definition.StateFolder)))
            await console.Out.WriteLineAsync($"{definition.Name}: what it made in its source stays; '--source' drops that, too");

        if (stateTarget is not null && !database)
            await MigrationReset.InTargetAsync(stateTarget, definition.Name, call.Stop);

        MigrationReset.InFolder(definition.StateFolder, definition.Name, console.Time);
        if (server is not null)
            await server.RemoveAsync(definition.TargetSettings, call.Stop);

        await console.Out.WriteLineAsync(
            $"{definition.Name}: progress and rejects{(database ? " and the embedded database" : "")} are gone. Next: start over with: "
            + $"dataflux migrate {definition.Path}");
        if (others.Count > 0)
        {
            await console.Out.WriteLineAsync(
                $"The rows of {Names(others)} are gone as well: reset {(others.Count == 1 ? "it" : "them")} too, before the next run");
        }

        return ExitCode.Complete;
    }

    private static string Names(IReadOnlyList<string> migrations) =>
        string.Join(" and ", migrations.Select(static migration => $"'{migration}'"));

    private async Task ReleaseAsync(Definition definition)
    {
        var release = composition.Dialects.Source(definition.Source.Type).ReleaseAsync;
        var dropped = release is null ? null : await release(definition.SourceToLookAt, call.Stop);
        await console.Out.WriteLineAsync(
            dropped is null
                ? $"{definition.Name}: there is nothing to drop in its source"
                : $"{definition.Name}: dropped in its source: {dropped}");
    }

    private IPrivateServer ServerOf(Definition definition) =>
        composition.DialectOf(definition).Server is { } server && server.IsMeantBy(definition.TargetSettings)
            ? server
            : throw new UsageException(
                "--database removes the database that dataflux runs by itself, and this definition has a database of yours; "
                + "empty its tables yourself");

    private async Task<bool> IsAllowedAsync(Definition definition, bool database, IReadOnlyList<string> others, bool source)
    {
        return await Confirmation.AskAsync(
            console,
            "reset",
            $"Forget progress and rejects of '{definition.Name}' in {ShownPath.Of(definition.StateFolder, console.WorkingDirectory)}"
            + $"{(definition.Migration.Checkpoint == CheckpointPlace.Target ? " and in the target" : "")}"
            + $"{(source ? ", and drop what it made in its source" : "")}"
            + $"{(database ? ", and delete the embedded database with all rows" : "")}"
            + $"{(others.Count > 0 ? $", those of {Names(others)} too" : "")}?");
    }
}

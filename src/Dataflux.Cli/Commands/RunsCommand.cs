using System.Text.Json;
using System.Text.Json.Serialization;
using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Output;
using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;
using Dataflux.Engine.State;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux runs</c>: lists the numbered runs of a migration.</summary>
internal sealed class RunsCommand(CommandConsole console, Composition composition, CommandCall call)
{
    private const int HashLength = 12;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = PrintableJson.Encoder,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    [Command("runs", Description = "Lists the runs of a migration with their numbers: when, of what export, with which profile, what they "
        + "did and how they ended. A run that is resumed keeps its number, and a reset does not begin them again")]
    [Example("dataflux runs pictures.yaml", "what has been done, the last run at the end")]
    [Example("dataflux runs pictures.yaml --output json", "the same for programs, with all counts and hashes")]
    public async Task<int> RunAsync(DefinitionArguments arguments, OutputOption answer)
    {
        var definition = arguments.Read(console, composition);
        await using var stateTarget = composition.StateTargetOf(definition);
        var runs = await RunHistory.ReadAsync(definition.StateFolder, definition.Name, stateTarget, call.Stop);
        if (answer.IsJson)
        {
            await console.Out.WriteLineAsync(JsonSerializer.Serialize(runs, Json));
            return ExitCode.Complete;
        }

        if (runs.Count == 0)
        {
            await console.Out.WriteLineAsync($"'{definition.Name}' has not been migrated yet; run: dataflux migrate {definition.Path}");
            return ExitCode.Complete;
        }

        var isRunning = LockHolder.Read(definition.StateFolder)?.IsRunning() == true;
        var table = new TextTable(
            [
                "run", "what", "begun", "took", "items", "inserted", "updated", "unchanged", "rejected", "undo", "profile", "outcome",
                "export",
            ],
            indent: 0);
        foreach (var run in runs)
            table.Add(Cells(run, isRunning && run == runs[^1]));

        foreach (var line in table.Lines(width: null))
            await console.Out.WriteLineAsync(Printable.Line(line));

        return ExitCode.Complete;
    }

    private static string[] Cells(RunRecord run, bool isRunning) =>
    [
        Figures.Count(run.Run),
        JsonNamingPolicy.CamelCase.ConvertName(run.Kind.ToString()) + (run.Undoes is { } undone ? $" of {Figures.Count(undone)}" : ""),
        $"{run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z",
        run.EndedAt is { } ended ? Figures.Clock(ended - run.StartedAt) : "",
        Figures.Count(run.Counts.Items),
        Figures.Count(run.Counts.Records.Inserted),
        Figures.Count(run.Counts.Records.Updated),
        Figures.Count(run.Counts.Records.Unchanged),
        Figures.Count(run.Counts.RejectedTotal),
        run.UndoBytes is { } bytes ? Figures.Bytes(bytes) : "",
        run.ProfileHash[..Math.Min(HashLength, run.ProfileHash.Length)],
        run.Outcome switch
        {
            _ when isRunning => "running",
            null => run.WasReset ? "reset" : "did not end",
            RunOutcome.Complete => CompleteText.Of(run) + (run.UndoneBy is { } by ? $", undone by {Figures.Count(by)}" : ""),
            { } outcome => JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString()).Replace('_', ' ')
                + (run.WasReset ? ", reset" : ""),
        },
        run.ExportId,
    ];
}

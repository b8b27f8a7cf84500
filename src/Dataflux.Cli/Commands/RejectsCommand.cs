using System.Text.Json;
using System.Text.Json.Serialization;
using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.State;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux rejects</c>: shows what a migration rejected, grouped by reason.</summary>
internal sealed class RejectsCommand(CommandConsole console, Composition composition, CommandCall call)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = PrintableJson.Encoder,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    [Command("rejects", Description = "Shows what a migration rejected, grouped by reason, with counts and examples")]
    [Example("dataflux rejects pictures.yaml", "why items were rejected")]
    [Example("dataflux rejects pictures.yaml --output json", "the same for programs")]
    public async Task<int> RunAsync(
        DefinitionArguments arguments,
        OutputOption answer,
        [Option(ValueName = "n", Description = "Examples shown for each reason")] int examples = 2)
    {
        var definition = arguments.Read(console, composition);
        await using var stateTarget = composition.StateTargetOf(definition);
        var report = await StateInTarget.ReadRejectsAsync(
            stateTarget,
            definition.Name,
            definition.StateFolder,
            folder => RejectReport.Of(RejectReader.ReadAll(folder), Math.Max(0, examples)),
            call.Stop);
        if (answer.IsJson)
        {
            console.Out.WriteLine(JsonSerializer.Serialize(report, Json));
            return ExitCode.Complete;
        }

        foreach (var line in report.Lines(definition.Name))
            console.Out.WriteLine(line);

        if (report.Items > 0)
        {
            console.Out.WriteLine(
                "All of them, with their items: "
                + $"{ShownPath.Of(Path.Combine(definition.StateFolder, "rejects.ndjson"), console.WorkingDirectory)}");
            console.Out.WriteLine(
                $"Next: correct the profile or the target, then run just these items with: dataflux replay {definition.Path}");
        }

        return ExitCode.Complete;
    }
}

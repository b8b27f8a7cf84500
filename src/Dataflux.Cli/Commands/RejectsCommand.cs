using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.State;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux rejects</c>: shows what a migration rejected, grouped by reason.</summary>
internal sealed class RejectsCommand : Command, IExamples
{
    private const string Text = "text";
    private const string AsJson = "json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = PrintableJson.Encoder,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly DefinitionArguments _arguments;
    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The form of the answer",
        DefaultValueFactory = _ => Text,
    };
    private readonly Option<int> _examples = new("--examples")
    {
        HelpName = "n",
        Description = "Examples shown for each reason",
        DefaultValueFactory = _ => 2,
    };

    internal RejectsCommand(CommandConsole console, Composition composition)
        : base("rejects", "Shows what a migration rejected, grouped by reason, with counts and examples")
    {
        _arguments = new DefinitionArguments(this);
        _output.AcceptOnlyFromAmong(Text, AsJson);
        Add(_output);
        Add(_examples);
        SetAction((parsed, stop) => RunAsync(parsed, console, composition, stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux rejects pictures.yaml", "why items were rejected"),
        ("dataflux rejects pictures.yaml --output json", "the same for programs"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CommandConsole console, Composition composition, CancellationToken stop)
    {
        var definition = _arguments.Read(parsed, console, composition);
        var examples = Math.Max(0, parsed.GetValue(_examples));
        await using var stateTarget = composition.StateTargetOf(definition);
        var report = await StateInTarget.ReadRejectsAsync(
            stateTarget, definition.Name, definition.StateFolder, folder => RejectReport.Of(RejectReader.ReadAll(folder), examples), stop);
        if (parsed.GetValue(_output) == AsJson)
        {
            console.Out.WriteLine(JsonSerializer.Serialize(report, Json));
            return ExitCode.Complete;
        }

        foreach (var line in report.Lines(definition.Name))
        {
            console.Out.WriteLine(line);
        }

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

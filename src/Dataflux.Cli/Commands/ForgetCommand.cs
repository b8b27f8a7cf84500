using System.CommandLine;
using Dataflux.Cli.Terminal;
using Dataflux.Cli.Undoing;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Undoing;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux forget</c>: frees the space of a run's images.</summary>
internal sealed class ForgetCommand : Command, IExamples
{
    private readonly DefinitionArguments _arguments;
    private readonly Option<long> _run = RunOption.Make("The run whose images go, as 'dataflux runs' numbers it");
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask" };

    internal ForgetCommand(CommandConsole console, Composition composition)
        : base("forget", "Deletes the images of the rows that a run changed, and frees their space in the target: the run cannot be "
            + "undone any more. Rows and progress stay")
    {
        _arguments = new DefinitionArguments(this);
        Add(_run);
        Add(_yes);
        SetAction((parsed, stop) => RunAsync(parsed, console, composition, stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux forget pictures.yaml --run 17", "asks, then frees the space"),
        ("dataflux forget pictures.yaml --run 17 --yes", "for scripts"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CommandConsole console, Composition composition, CancellationToken stop)
    {
        var definition = _arguments.Read(parsed, console, composition);
        var run = parsed.GetValue(_run);
        if (!parsed.GetValue(_yes)
            && !await Confirmation.AskAsync(
                console, "forget", $"Delete the images of run {run} of '{definition.Name}', so that it cannot be undone any more?"))
        {
            await console.Out.WriteLineAsync("Nothing was changed.");
            return ExitCode.Usage;
        }

        await using var target = composition.TargetOf(definition);
        await RunImages.ForgetAsync(UndoCommandRun.Plan(console, definition, target, run), stop);
        await console.Out.WriteLineAsync($"{definition.Name}: the images of run {run} are gone");
        return ExitCode.Complete;
    }
}

using System.CommandLine;
using Dataflux.Cli.Planning;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux plan</c>: says what a run will do before it does it.</summary>
internal sealed class PlanCommand : Command, IExamples
{
    private readonly DefinitionArguments _arguments;

    private readonly Option<int> _sample = new("--sample")
    {
        HelpName = "n",
        Description = "How many items are measured",
        DefaultValueFactory = _ => 5_000,
    };

    private readonly Option<OutputFormat> _output = OutputOption.Make();

    private readonly Option<string?> _write = new("--write")
    {
        HelpName = "file",
        Description = "Writes the plan as a Markdown page too, for a change board",
    };

    internal PlanCommand(CommandConsole console, Composition composition)
        : base("plan", "Says what a run will do: items, expected duration from a measured sample, the tables with their indexes, "
            + "triggers and foreign keys, disk, and the way back. The sample is written in a transaction that is always rolled back, "
            + "so nothing is changed. "
            + "Exit codes: 0 planned, 2 wrong usage, definition or profile, "
            + "4 source or target is out of reach or does not fit, 130 or 143 interrupted")
    {
        _arguments = new DefinitionArguments(this);
        Add(_sample);
        Add(_output);
        Add(_write);
        SetAction((parsed, stop) =>
        {
            var items = parsed.GetValue(_sample) is > 0 and var asked
                ? asked
                : throw new UsageException($"--sample is {parsed.GetValue(_sample)}; expected a number of items, 1 or more");
            var page = parsed.GetValue(_write) is { } file ? Path.GetFullPath(file, console.WorkingDirectory) : null;
            var definition = composition.Reader(console).Read(_arguments.Path(parsed, console), _arguments.Overrides(parsed)).OrThrow();
            return new PlanRun(console, composition, definition, items, parsed.GetValue(_output), page).RunAsync(stop);
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux plan pictures.yaml", "what the next run will do"),
        ("dataflux plan pictures.yaml --write plan.md", "as a page for a change board too"),
        ("dataflux plan pictures.yaml --output json", "the same for programs"),
    ];
}

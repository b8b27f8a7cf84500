using System.CommandLine;
using Dataflux.Cli.Undoing;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux undo</c>: restores the rows that a run changed.</summary>
internal sealed class UndoCommand : Command, IExamples
{
    private readonly DefinitionArguments _arguments;
    private readonly Option<long> _run = RunOption.Make("The run to undo, as 'dataflux runs' numbers it");
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be done" };
    private readonly Option<bool> _force = new("--force")
    {
        Description = "Restore rows too that others changed since; what they wrote is lost",
    };

    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask" };
    private readonly Option<OutputFormat> _output = OutputOption.Make();

    internal UndoCommand(CommandConsole console, Composition composition)
        : base("undo", "Restores the rows that a run with 'undo: keep' changed, where nobody changed them since, and forgets the "
            + "migration's progress, so that the next run reads everything. An undo is a numbered run, and can be undone. "
            + "Exit codes: 0 all is as before, 1 some rows were left, 2 wrong usage, 4 could not finish, 130 or 143 interrupted")
    {
        _arguments = new DefinitionArguments(this);
        Add(_run);
        Add(_dryRun);
        Add(_force);
        Add(_yes);
        Add(_output);
        SetAction((parsed, stop) => new UndoCommandRun(console, composition, _arguments.Read(parsed, console, composition))
        {
            Number = parsed.GetValue(_run),
            DryRun = parsed.GetValue(_dryRun),
            Force = parsed.GetValue(_force),
            Yes = parsed.GetValue(_yes),
            Json = parsed.GetValue(_output) == OutputFormat.Json,
        }.RunAsync(stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux undo pictures.yaml --run 17 --dry-run", "what would be deleted, restored and left"),
        ("dataflux undo pictures.yaml --run 17", "asks, then does it"),
        ("dataflux undo pictures.yaml --run 17 --yes --output json", "for scripts"),
    ];
}

using System.CommandLine;
using Dataflux.Authoring.Trying;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux try</c>: shows what a migration would make of a few items, and do to the target; nothing is written.</summary>
internal sealed class TryCommand : Command, IExamples
{
    private readonly Argument<string> _definition = new("definition")
    {
        Description = "The definition: a path, or a name in the working directory or in migrations/",
    };

    private readonly Option<int> _items = new("--items", "-n")
    {
        HelpName = "n",
        Description = "How many items, spread over several files",
        DefaultValueFactory = _ => 20,
    };

    private readonly Option<OutputFormat> _output = OutputOption.Make();

    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "name=value",
        Description = "Another value for an option of the profile, or for source.name or target.name; repeatable",
    };

    internal TryCommand(CommandConsole console, Composition composition)
        : base("try", "Shows items of the export as item, row, group and record, and what their upsert would insert, update and leave; "
            + "it is done in a transaction that is always rolled back, so nothing is ever written. "
            + "Exit codes: 0 all would go well, 1 some items would be rejected, 2 wrong usage, definition or profile, "
            + "4 source or target is out of reach or does not fit, 130 or 143 interrupted")
    {
        Add(_definition);
        Add(_items);
        Add(_output);
        Add(_set);
        SetAction((parsed, stop) =>
        {
            var items = parsed.GetValue(_items) is > 0 and var asked
                ? asked
                : throw new UsageException($"--items is {parsed.GetValue(_items)}; expected a number of items, 1 or more");
            return new TryRun(console, composition, Read(parsed, console, composition), items, parsed.GetValue(_output)).RunAsync(stop);
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux try pictures.yaml", "20 items, on the definition's own target"),
        ("dataflux try pictures.yaml -n 200 --output json", "more of them, for programs"),
    ];

    private Definition Read(ParseResult parsed, CommandConsole console, Composition composition)
    {
        var overrides = new Overrides();
        overrides.Set(parsed.GetValue(_set) ?? []);

        var path = new DefinitionLookup(console.WorkingDirectory).Find(parsed.GetRequiredValue(_definition));
        return composition.Reader(console).Read(path, overrides).OrThrow();
    }
}

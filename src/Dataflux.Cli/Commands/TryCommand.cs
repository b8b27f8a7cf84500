using Cocona;
using Dataflux.Authoring.Trying;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Tracing;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux try</c>: shows what a migration would make of a few items, and do to the target; nothing is written.</summary>
internal sealed class TryCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("try", Description = "Shows items of the export as item, row, group and record, and what their upsert would insert, update "
        + "and leave; it is done in a transaction that is always rolled back, so nothing is ever written. "
        + "Exit codes: 0 all would go well, 1 some items would be rejected, 2 wrong usage, definition or profile, "
        + "4 source or target is out of reach or does not fit, 130 or 143 interrupted")]
    [Example("dataflux try pictures.yaml", "an item of each kind, on the definition's own target")]
    [Example("dataflux try pictures.yaml -n 200 --output json", "more of them, for programs")]
    [Example("dataflux try pictures.yaml --key pictureId=558732", "the items of one picture, wherever they are in the export")]
    public Task<int> RunAsync(
        [Argument(Description = DefinitionArguments.Meaning)] string definition,
        OutputOption answer,
        [Option(ValueName = "name=value",
            Description = "Another value for an option of the profile, or for source.name or target.name; repeatable")]
        string[]? set,
        [Option(ValueName = "attribute=value",
            Description = "Items with this value of an attribute, such as one that went wrong; repeatable: items that have all of them. "
                + "The export is read until enough are found")]
        string[]? key,
        [Option('n', ValueName = "n",
            Description = "How many items, spread over several files. The default is one of each kind that is among the first 1,000, with "
                + "the others of its group, or 20 where all are of one kind")]
        int? items)
    {
        if (items <= 0)
            throw new UsageException($"--items is {items}; expected a number of items, 1 or more");

        var overrides = new Overrides();
        overrides.Set(set ?? []);
        var path = new DefinitionLookup(console.WorkingDirectory).Find(definition);
        var read = composition.Reader(console).Read(path, overrides).OrThrow();
        var matches = (key ?? []).Select(Match).ToList();
        return new TryRun(console, composition, read, items, matches, answer.Output).RunAsync(call.Stop);
    }

    private static AttributeMatch Match(string given) =>
        given.IndexOf('=') is > 0 and var end
            ? new AttributeMatch(given[..end], given[(end + 1)..])
            : throw new UsageException($"--key is '{given}'; expected an attribute and its value, such as --key userId=42");
}

using System.CommandLine;
using Dataflux.Cli.Definitions;
using Dataflux.Cli.Running;
using Dataflux.Engine;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux check</c>: finds everything that is wrong with definitions and scripts, without touching anything.</summary>
internal sealed class CheckCommand : Command, IExamples
{
    private readonly Argument<string[]> _definitions = new("definition")
    {
        Description = "The definitions: paths, or names in the working directory or in migrations/",
        Arity = ArgumentArity.OneOrMore,
    };

    internal CheckCommand(CommandConsole console, Composition composition)
        : base("check", "Finds everything that is wrong with definitions and their scripts; touches nothing")
    {
        Add(_definitions);
        SetAction(parsed => Run(parsed.GetRequiredValue(_definitions), console, composition));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux check pictures.yaml", "one definition and its script"),
        ("dataflux check migrations/*.yaml", "all of them"),
    ];

    private static int Run(string[] names, CommandConsole console, Composition composition)
    {
        var lookup = new DefinitionLookup(console.WorkingDirectory);
        var paths = names.Select(lookup.Find).Distinct(StringComparer.Ordinal).ToList();
        var reader = composition.Reader(console);
        var wrong = new HashSet<Problem>();
        foreach (var path in paths)
        {
            // What is wrong with dataflux.yaml is wrong for all of them, and said once.
            foreach (var problem in Check(reader.Read(path, new Overrides()), console, composition).Where(wrong.Add))
            {
                console.Error.WriteLine(problem);
            }
        }

        return wrong.Count == 0 ? ExitCode.Complete : ExitCode.Usage;
    }

    private static IReadOnlyList<Problem> Check(ReadResult read, CommandConsole console, Composition composition)
    {
        if (read.Definition is not { } definition)
            return read.Problems;

        using var script = ProfileCheck.Load(composition, definition, out var problems);
        if (problems.Count == 0)
            console.Out.WriteLine($"{definition.Path}: OK (profile {definition.ProfileShown}, SHA-256 {script.Hash})");

        return problems;
    }
}

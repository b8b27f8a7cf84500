using System.CommandLine;
using Dataflux.Authoring.Testing;
using Dataflux.Composing;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux test</c>: runs the tests of profiles.</summary>
internal sealed class TestCommand : Command, IExamples
{
    private readonly Argument<string[]> _definitions = new("definition")
    {
        Description = "The definitions whose profiles are tested; without any, all in migrations/ that have tests",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _filter = new("--filter") { HelpName = "text", Description = "Only tests whose name contains this" };

    private readonly Option<bool> _update = new("--update")
    {
        Description = "Rewrites what failed tests expect to what there is; look at the changes before you keep them",
    };

    private readonly Option<string?> _junit = new("--junit") { HelpName = "file", Description = "Writes the results as JUnit XML too" };

    internal TestCommand(CommandConsole console, Composition composition)
        : base(
            "test",
            "Runs the tests beside profiles (pictures.tests.yaml); exit codes: 0 passed, 1 a test failed, 2 a mistake in a file")
    {
        Add(_definitions);
        Add(_filter);
        Add(_update);
        Add(_junit);
        SetAction((parsed, stop) =>
        {
            var names = parsed.GetValue(_definitions) ?? [];
            var lookup = new DefinitionLookup(console.WorkingDirectory);
            var paths = names.Length > 0
                ? lookup.FindAll(names)
                : lookup.FindAll();
            var options = new TestOptions(parsed.GetValue(_filter), parsed.GetValue(_update), parsed.GetValue(_junit));
            return Interruptible.RunAsync(console, token => RunAsync(console, composition, options, paths, names.Length > 0, token), stop);
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux test", "the tests of all profiles in migrations/"),
        ("dataflux test pictures --filter caption", "some of one profile's"),
        ("dataflux test pictures --update", "take what there is for what is expected, and say what was changed"),
        ("dataflux test --junit results.xml", "for a build server"),
    ];

    private static async Task<int> RunAsync(
        CommandConsole console, Composition composition, TestOptions options, IReadOnlyList<string> paths, bool mustHaveTests,
        CancellationToken stop)
    {
        await using var run = new TestRun(console, composition, options);
        return await run.RunAsync(paths, mustHaveTests, stop);
    }
}

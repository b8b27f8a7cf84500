using Cocona;
using Dataflux.Authoring.Testing;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux test</c>: runs the tests of profiles.</summary>
internal sealed class TestCommand(CommandConsole console, Composition composition, CommandCall call)
{
    [Command("test", Description =
        "Runs the tests beside profiles (pictures.tests.yaml); exit codes: 0 passed, 1 a test failed, 2 a mistake in a file")]
    [Example("dataflux test", "the tests of all profiles in migrations/")]
    [Example("dataflux test pictures --filter caption", "some of one profile's")]
    [Example("dataflux test pictures --update", "take what there is for what is expected, and say what was changed")]
    [Example("dataflux test --junit results.xml", "for a build server")]
    public Task<int> RunAsync(
        [Argument(Description = "The definitions whose profiles are tested; without any, all in migrations/ that have tests")]
        string[]? definition,
        [Option(ValueName = "text", Description = "Only tests whose name contains this")] string? filter,
        [Option(Description = "Rewrites what failed tests expect to what there is; look at the changes before you keep them")] bool update,
        [Option(ValueName = "file", Description = "Writes the results as JUnit XML too")] string? junit)
    {
        var lookup = new DefinitionLookup(console.WorkingDirectory);
        var paths = definition is null ? lookup.FindAll() : lookup.FindAll(definition);
        var options = new TestOptions(filter, update, junit);
        return Interruptible.RunAsync(console, token => RunAsync(options, paths, definition is not null, token), call.Stop);
    }

    private async Task<int> RunAsync(
        TestOptions options, IReadOnlyList<string> paths, bool mustHaveTests, CancellationToken stop)
    {
        await using var run = new TestRun(console, composition, options);
        return await run.RunAsync(paths, mustHaveTests, stop);
    }
}

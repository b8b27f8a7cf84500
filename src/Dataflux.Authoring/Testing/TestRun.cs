using Dataflux.Authoring.Checking.Proving;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Testing;

/// <summary>One run of <c>dataflux test</c>.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects and the script host.</param>
/// <param name="options">What is to be tested, and how.</param>
internal sealed class TestRun(CommandConsole console, Composition composition, TestOptions options) : IAsyncDisposable
{
    private readonly TestReport _report = new(console.Out);
    private readonly JUnitReport _junit = new(console.Secrets);
    private readonly HashSet<Problem> _problems = [];
    private IScratchDatabase? _database;
    private int _passed;
    private int _failed;

    /// <summary>Tests the profiles of definitions; a profile that several share is tested once.</summary>
    /// <param name="paths">The definitions, absolute.</param>
    /// <param name="mustHaveTests">Whether a profile without tests is a problem.</param>
    /// <param name="stop">Stops the run.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(IReadOnlyList<string> paths, bool mustHaveTests, CancellationToken stop)
    {
        var tested = new HashSet<string>(StringComparer.Ordinal);

        // The definition of the profile's own name has the options its tests were written for.
        foreach (var path in paths.OrderByDescending(HasTestsBeside))
        {
            var read = composition.Reader(console).Read(path, new Overrides(), profileOnly: true);
            if (read.Definition is not { } definition)
                Report(read.Problems);
            else if (tested.Add(definition.ProfilePath))
                await TestAsync(definition, mustHaveTests, stop);
        }

        if (options.JUnit is { } junit)
            _junit.Save(Path.GetFullPath(junit, console.WorkingDirectory));
        if (_passed + _failed == 0 && _problems.Count == 0)
            Report([Nothing()]);
        else
            console.Out.WriteLine($"{_passed} passed, {_failed} failed");
        return _problems.Count > 0 ? ExitCode.Usage : _failed > 0 ? ExitCode.CompleteWithRejects : ExitCode.Complete;
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private async Task TestAsync(Definition definition, bool mustHaveTests, CancellationToken stop)
    {
        var path = TestsFileName.For(definition.ProfilePath);
        var shown = ShownPath.Of(path, console.WorkingDirectory);
        if (!File.Exists(path))
        {
            if (mustHaveTests)
                Report([new Problem(definition.Path, 0, 0, ProblemCode.NoTests, $"its profile has no tests; expected: {shown}")]);
            return;
        }

        using var script = ProfileCheck.Load(composition, definition, out var problems);
        Report(problems);
        if (problems.Count > 0)
            return;

        try
        {
            await TestAsync(definition, TestsFileReader.Read(path, shown), script, stop);
        }
        catch (ProblemsException e)
        {
            Report(e.Problems);
        }
    }

    private async Task TestAsync(Definition definition, TestsFile file, LoadedProfile script, CancellationToken stop)
    {
        var run = new TestCaseRun(file, script.Bind, definition.Options, new ScratchMigration(definition))
        {
            OpenDatabase = async () =>
                _database ??= await composition.ScratchOf(definition).OpenPrivateAsync(definition.TargetSettings, stop),
        };
        var update = new TestsUpdate(file);
        var results = new List<TestResult>();
        _report.Begin(file);
        foreach (var test in file.Tests.Where(
            test => options.Filter is null || test.Name.Contains(options.Filter, StringComparison.OrdinalIgnoreCase)))
        {
            var result = await run.RunAsync(test, stop);
            results.Add(result);
            if (options.Update && result is { Passed: false, Failure: null } && update.Accept(result))
            {
                _passed++;
                continue;
            }

            _report.Show(result);
            _passed += result.Passed ? 1 : 0;
            _failed += result.Passed ? 0 : 1;
        }

        update.Save();
        foreach (var change in update.Changes)
            console.Out.WriteLine($"  updated {change}");

        foreach (var refused in update.Refused)
            console.Error.WriteLine(refused);

        _junit.Add(file, results);
    }

    private Problem Nothing() => options.Filter is { } filter
        ? new Problem("--filter", 0, 0, ProblemCode.NoTests, $"no test's name contains '{filter}'")
        : new Problem("migrations", 0, 0, ProblemCode.NoTests, "there are no tests: write 'pictures.tests.yaml' beside 'pictures.csx'");

    private void Report(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems.Where(_problems.Add))
            console.Error.WriteLine(problem);
    }

    private static bool HasTestsBeside(string definition) => File.Exists(TestsFileName.For(definition));
}

using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking;

/// <summary>One run of <c>dataflux check</c>: every definition through its layers, each reported as it passes.</summary>
/// <param name="console">The console.</param>
/// <param name="layers">The layers, in order.</param>
/// <param name="report">Receives what is found.</param>
internal sealed class CheckRun(CommandConsole console, IReadOnlyList<ICheckLayer> layers, ICheckReport report)
{
    // What is wrong with dataflux.yaml or a shared script is wrong for all of them, and said once.
    private readonly HashSet<Problem> _found = [];

    /// <summary>The files that were looked at, absolute: what has to be watched for changes.</summary>
    internal HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Checks definitions.</summary>
    /// <param name="paths">Their paths.</param>
    /// <param name="options">What is to be checked.</param>
    /// <param name="stop">Stops the check.</param>
    internal async Task<CheckTally> RunAsync(IReadOnlyList<string> paths, CheckOptions options, CancellationToken stop)
    {
        foreach (var path in paths)
        {
            using var subject = new CheckSubject(path, options);
            var passed = await CheckAsync(subject, stop);
            report.Checked(subject.Draft?.Path ?? ShownPath.Of(path, console.WorkingDirectory), passed);
            Files.UnionWith(subject.Files);
        }

        report.End();
        var warnings = _found.Count(problem => problem.IsWarning);
        return new CheckTally(_found.Count - warnings, warnings);
    }

    private async Task<bool> CheckAsync(CheckSubject subject, CancellationToken stop)
    {
        var passed = true;
        foreach (var layer in layers)
        {
            if (passed ? !layer.Concerns(subject) : !layer.TakesDrafts)
                continue;

            var outcome = await layer.CheckAsync(subject, stop);
            foreach (var problem in outcome.Problems.Concat(outcome.Warnings).Where(_found.Add))
                report.Found(problem);

            passed &= outcome.Problems.Count == 0;
            if (passed)
                report.Passed(layer.Name, outcome);
        }

        return passed;
    }
}

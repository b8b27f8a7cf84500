using Dataflux.Engine;

namespace Dataflux.Cli.Checking;

/// <summary>One run of <c>dataflux check</c>: every definition through its layers, each printed as it passes.</summary>
/// <param name="console">The console.</param>
/// <param name="layers">The layers, in order.</param>
internal sealed class CheckRun(CommandConsole console, IReadOnlyList<ICheckLayer> layers)
{
    // What is wrong with dataflux.yaml is wrong for all of them, and said once.
    private readonly HashSet<Problem> _wrong = [];

    /// <summary>Checks definitions.</summary>
    /// <param name="paths">Their paths.</param>
    /// <param name="options">What is to be checked.</param>
    /// <param name="stop">Stops the check.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(IReadOnlyList<string> paths, CheckOptions options, CancellationToken stop)
    {
        foreach (var path in paths)
        {
            using var subject = new CheckSubject(path, options);
            await CheckAsync(subject, stop);
        }

        return _wrong.All(static problem => problem.IsWarning) ? ExitCode.Complete : ExitCode.Usage;
    }

    private async Task CheckAsync(CheckSubject subject, CancellationToken stop)
    {
        foreach (var layer in layers)
        {
            var outcome = await layer.CheckAsync(subject, stop);
            foreach (var problem in outcome.Problems.Concat(outcome.Warnings).Where(_wrong.Add))
            {
                console.Error.WriteLine(problem);
            }

            if (outcome.Problems.Count > 0)
                return;

            console.Out.WriteLine($"{layer.Name}: {outcome.Summary}");
            foreach (var detail in outcome.Details)
            {
                console.Out.WriteLine($"  {detail}");
            }
        }

        console.Out.WriteLine($"{subject.Definition.Path}: OK");
    }
}

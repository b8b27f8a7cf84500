using Dataflux.Authoring.Sampling;
using Dataflux.Composing;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rehearsing;

namespace Dataflux.Authoring.Trying;

/// <summary>One run of <c>dataflux try</c>.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects and the script host.</param>
/// <param name="definition">The definition.</param>
/// <param name="items">How many items to try.</param>
/// <param name="output">The form of the answer.</param>
internal sealed class TryRun(CommandConsole console, Composition composition, Definition definition, int items, OutputFormat output)
{
    /// <summary>Tries and shows.</summary>
    /// <param name="stop">Stops it; what was tried is rolled back.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(CancellationToken stop)
    {
        using var script = ProfileCheck.Require(composition, definition);

        return await Interruptible.RunAsync(console, token => TryAsync(script, token), stop);
    }

    private async Task<int> TryAsync(LoadedProfile script, CancellationToken stop)
    {
        var sample = await TracedSample.TakeAsync(composition, definition, script, items, console.Time, stop);
        await using var target = composition.TargetOf(definition);
        if (output == OutputFormat.Text)
            new TraceText(console.Out).Write(definition.Path, sample);

        // What the items became is worth seeing, even when the target then cannot be reached.
        var result = await new Rehearsal(target, sample.Profile).RunAsync(sample.Trace, stop);
        if (output == OutputFormat.Text)
            new RehearsalText(console.Out).Write(target.Location, result);
        else
            console.Out.WriteLine(TryReport.Of(definition.Path, target.Location, sample, result));

        var rejects = result.Rejected.Count > 0 || sample.Trace.Items.Any(static item => item.Rejected is not null);
        return rejects ? ExitCode.CompleteWithRejects : ExitCode.Complete;
    }
}

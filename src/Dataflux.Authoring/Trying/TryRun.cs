using Dataflux.Authoring.Sampling;
using Dataflux.Composing;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rehearsing;
using Dataflux.Engine.Tracing;

namespace Dataflux.Authoring.Trying;

/// <summary>One run of <c>dataflux try</c>.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects and the script host.</param>
/// <param name="definition">The definition.</param>
/// <param name="items">How many items to try; <see langword="null"/>: one of each kind.</param>
/// <param name="matches">What the items are to have; none: the first of some files.</param>
/// <param name="output">The form of the answer.</param>
internal sealed class TryRun(
    CommandConsole console,
    Composition composition,
    Definition definition,
    int? items,
    IReadOnlyList<AttributeMatch> matches,
    OutputFormat output)
{
    private const int ItemsOfOneKind = 20;
    private const int ItemsForKinds = 1000;
    private const int MostNames = 12;

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
        var sample = await SampleAsync(script, stop);
        if (sample.Items.Count == 0 && matches.Count > 0)
            throw await NotFoundAsync(script, stop);

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

    private async Task<TracedSample> SampleAsync(LoadedProfile script, CancellationToken stop)
    {
        if (items is null && matches.Count == 0)
        {
            var many = await TracedSample.TakeAsync(composition, definition, script, ItemsForKinds, console.Time, stop);
            if (many.OneOfEachKind(definition.Coverage) is { } kinds)
                return kinds;
        }

        return await TracedSample.TakeAsync(composition, definition, script, items ?? ItemsOfOneKind, console.Time, stop, matches);
    }

    // The names of a few items tell whether the name was meant otherwise.
    private async Task<UsageException> NotFoundAsync(LoadedProfile script, CancellationToken stop)
    {
        var some = await TracedSample.TakeAsync(composition, definition, script, ItemsOfOneKind, console.Time, stop);
        var names = some.Items.Parts.SelectMany(static part => part.Items).SelectMany(static item => item.Item?.Names ?? [])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new UsageException(
            $"no item of the export has {string.Join(" and ", matches.Select(static match => $"{match.Name} = '{match.Text}'"))}; "
            + $"some of its attributes are {string.Join(", ", names.Take(MostNames))}");
    }
}

using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Packs;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Inspection;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;
using Spectre.Console;


namespace Dataflux.Authoring.Inspection;

/// <summary>One run of <c>dataflux inspect</c>, after its source is known.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects.</param>
/// <param name="choice">The source.</param>
/// <param name="view">How much to look at, and how to show it.</param>
internal sealed class InspectionRun(
    CommandConsole console, Composition composition, DialectChoice choice, InspectionView view) : IMigrationObserver
{
    private const string ExportOption = "export";
    private const string ChainOption = "exports";
    private const string Latest = "latest";
    private const string All = "all";
    private static readonly TimeSpan BetweenUpdates = TimeSpan.FromMilliseconds(200);

    private readonly Screen _screen = new(console);
    private readonly MigrationOptions _patience = new();

    /// <summary>Lists, reads and shows.</summary>
    /// <param name="stop">Stops the reading.</param>
    /// <returns>The exit code.</returns>
    internal Task<int> RunAsync(CancellationToken stop) =>
        view.Sample is null && composition.Dialects.Source(choice.Type).Catalog is { } catalog
            ? new CatalogRun(console, catalog, choice, view).RunAsync(stop)
            : Interruptible.RunAsync(console, ShowAsync, stop);

    private async Task<int> ShowAsync(CancellationToken stop)
    {
        var report = await InspectAsync(stop);
        if (view.Output == OutputFormat.Json)
            await console.Out.WriteLineAsync(report.ToJson());
        else
            new InspectionText(report, console.IsTerminal ? console.Width() : null).WriteTo(console.Out);

        return ExitCode.Complete;
    }

    public void Retrying(string what, Failure failure, int attempt, TimeSpan delay) =>
        _screen.ErrorLine(WorkLines.Retrying(what, failure, attempt, delay));

    /// <summary>Lists and reads, and shows nothing but progress, which is gone at the end.</summary>
    /// <param name="stop">Stops the reading.</param>
    internal async Task<InspectionReport> InspectAsync(CancellationToken stop)
    {
        try
        {
            return await ReadAsync(stop);
        }
        finally
        {
            _screen.Block(null);
        }
    }

    private async Task<InspectionReport> ReadAsync(CancellationToken stop)
    {
        var dialect = composition.Dialects.Source(choice.Type);
        var state = Path.Combine(Path.GetTempPath(), $"dataflux-inspect-{Environment.ProcessId}");
        var listed = await ExportOpening.ListAsync(dialect, new DialectSettings(choice.Values, state), _patience, this, console.Time, stop);
        await using var source = dialect.Create(new DialectSettings(Chosen(listed), state));
        var export = await ExportOpening.OpenAsync(source, _patience, this, console.Time, stop);
        var inspector = new Inspector(source, export, new InspectionOptions { Sample = view.Sample }, this, console.Time)
        {
            Progress = ShowsProgress(export),
        };
        return new InspectionReport(listed, Shown(export), await inspector.InspectAsync(stop));
    }

    private InspectedExport Shown(Export export)
    {
        var shown = InspectedExport.Of(export);

        // What the sample of a pack must be, the pack's hashes prove.
        return PackFolder.Holding(export.Location) is null
            ? shown
            : shown with { Location = ShownPath.Of(export.Location, console.WorkingDirectory), Notices = [] };
    }

    /// <summary>Where several are found and none is named, the newest is looked into: looking does no harm.</summary>
    private Dictionary<string, object> Chosen(IReadOnlyList<ListedExport> listed)
    {
        var values = new Dictionary<string, object>(choice.Values, StringComparer.Ordinal);
        if (listed.Count(static export => export.Problem is null) > 1 && !values.ContainsKey(ExportOption)
            && !values.ContainsKey(ChainOption))
        {
            values[view.TakesChain && IsChain(listed) ? ChainOption : ExportOption] = view.TakesChain && IsChain(listed) ? All : Latest;
        }

        return values;
    }

    /// <summary>One full export, and incremental ones of the same table.</summary>
    private static bool IsChain(IReadOnlyList<ListedExport> listed) =>
        listed.All(export => export.Problem is null && export.Table == listed[0].Table)
        && listed.Count(static export => export.From is null) == 1;

    private Action<long> ShowsProgress(Export export)
    {
        var total = view.Sample is { } sample ? Math.Min(sample, export.ItemCount ?? sample) : export.ItemCount;
        var meter = new ProgressMeter(console.Time, total, done: 0);
        var shown = console.Time.GetTimestamp();
        return items =>
        {
            if (!_screen.HasBlock || console.Time.GetElapsedTime(shown) < BetweenUpdates)
                return;

            shown = console.Time.GetTimestamp();
            meter.Record(items);
            _screen.Block(new Text($"Inspecting: {WorkLines.Progress(meter)}"));
        };
    }
}

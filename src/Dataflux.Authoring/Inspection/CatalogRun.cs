using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Inspection;

/// <summary>Asks a source's catalog what there is, and shows it.</summary>
/// <param name="console">The console.</param>
/// <param name="catalog">The catalog.</param>
/// <param name="choice">The source.</param>
/// <param name="view">How to show it.</param>
internal sealed class CatalogRun(CommandConsole console, ISourceCatalog catalog, DialectChoice choice, InspectionView view)
{
    /// <summary>Asks and shows.</summary>
    /// <param name="stop">Stops the call.</param>
    /// <returns>The exit code.</returns>
    internal Task<int> RunAsync(CancellationToken stop) => Interruptible.RunAsync(console, ShowAsync, stop);

    /// <summary>Settings of somebody who only looks.</summary>
    internal static DialectSettings Settings(IReadOnlyDictionary<string, object> values) =>
        new(values, Path.Combine(Path.GetTempPath(), $"dataflux-inspect-{Environment.ProcessId}"));

    private async Task<int> ShowAsync(CancellationToken stop)
    {
        var description = await catalog.DescribeAsync(Settings(choice.Values), stop);
        if (view.Output == OutputFormat.Json)
            await console.Out.WriteLineAsync(ReportJson.Of(CatalogReport.Of(description)));
        else
            new CatalogText(description, console.IsTerminal ? console.Width() : null).WriteTo(console.Out);

        return ExitCode.Complete;
    }
}

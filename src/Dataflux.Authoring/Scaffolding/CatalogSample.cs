using Dataflux.Authoring.Inspection;
using Dataflux.Composing.Terminal;
using Dataflux.Engine.Inspection;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Looks at some rows of a table, for values that tests are written with.</summary>
/// <param name="console">The console.</param>
/// <param name="dialect">The kind of source.</param>
/// <param name="catalog">Says how a table is chosen.</param>
/// <param name="values">The source's options.</param>
internal sealed class CatalogSample(
    CommandConsole console, SourceDialect dialect, ISourceCatalog catalog, IReadOnlyDictionary<string, object> values) : IMigrationObserver
{
    private const long Rows = 100;

    private static readonly MigrationOptions Patience = new() { RetryFor = TimeSpan.FromSeconds(30) };

    /// <summary>A value of each column as YAML.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isOnly">Whether it is all that the options choose.</param>
    /// <param name="stop">Stops the reading.</param>
    internal async Task<IReadOnlyDictionary<string, string>> ExamplesAsync(DescribedTable table, bool isOnly, CancellationToken stop)
    {
        var own = new Dictionary<string, object>(values, StringComparer.Ordinal);
        foreach (var (option, _) in isOnly ? [] : catalog.Choose([table.Name, table.Name]))
            own.Remove(option);

        foreach (var (option, value) in isOnly ? [] : catalog.Choose([table.Name]))
            own[option] = value;

        foreach (var (option, value) in dialect.SampleOptions)
            own[option] = value;

        await using var source = dialect.Create(CatalogRun.Settings(own));
        var export = await ExportOpening.OpenAsync(source, Patience, this, console.Time, stop);
        var found = await new Inspector(
            source, export, new InspectionOptions { Sample = Rows, RetryFor = Patience.RetryFor }, this, console.Time).InspectAsync(stop);
        var seen = found.Kinds.SelectMany(static kind => kind.Attributes).Where(static attribute => attribute.Name is not null)
            .ToLookup(static attribute => attribute.Name!, StringComparer.Ordinal);
        return table.Columns.ToDictionary(
            static column => column.Name,
            column => ExampleValue.Of(
                column,
                seen[column.Name].OrderByDescending(static attribute => attribute.Examples.Count).FirstOrDefault()),
            StringComparer.Ordinal);
    }
}

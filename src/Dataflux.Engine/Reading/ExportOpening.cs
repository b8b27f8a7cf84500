using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Reading;

/// <summary>Opens an export with the patience of a run: a store that is away for a moment does not end it.</summary>
public static class ExportOpening
{
    /// <summary>Opens the export.</summary>
    /// <exception cref="DatafluxException">There is no such export, or it cannot be read.</exception>
    public static async Task<Export> OpenAsync(
        ISource source, MigrationOptions options, IMigrationObserver observer, TimeProvider time, CancellationToken stop)
    {
        var terms = source.Capabilities.Terms;
        var export = await CallAsync($"opening the {terms.Whole}", source.OpenAsync, source.Classify, options, observer, time, stop);
        return export with { Terms = terms };
    }

    /// <summary>Lists the exports that settings lead to.</summary>
    /// <returns>None when the dialect knows no several.</returns>
    /// <exception cref="DatafluxException">There are none, or they cannot be read.</exception>
    public static async Task<IReadOnlyList<ListedExport>> ListAsync(
        SourceDialect dialect, DialectSettings settings, MigrationOptions options, IMigrationObserver observer, TimeProvider time,
        CancellationToken stop)
    {
        if (dialect.ListAsync is not { } list)
            return [];

        await using var source = dialect.Create(settings);
        return await CallAsync("listing the exports", token => list(settings, token), source.Classify, options, observer, time, stop);
    }

    private static Task<T> CallAsync<T>(
        string what,
        Func<CancellationToken, Task<T>> call,
        Func<Exception, Failure> classify,
        MigrationOptions options,
        IMigrationObserver observer,
        TimeProvider time,
        CancellationToken stop) =>
        Calls.RunAsync(
            () => new Patience(what, classify, options, observer, time).RunAsync(call, stop),
            e => new SourceException(classify(e).Message, e),
            stop);
}

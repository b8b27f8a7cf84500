using Dataflux.Engine.Reporting;
using Dataflux.Engine.Retry;

namespace Dataflux.Engine.Sources;

/// <summary>Opens an export with the patience of a run: a store that is away for a moment does not end it.</summary>
public static class ExportOpening
{
    /// <summary>Opens the export.</summary>
    /// <exception cref="DatafluxException">There is no such export, or it cannot be read.</exception>
    public static async Task<Export> OpenAsync(
        ISource source, MigrationOptions options, IMigrationObserver observer, TimeProvider time, CancellationToken stop)
    {
        var patience = new Patience("opening the export", source.Classify, options, observer, time);
        try
        {
            return await patience.RunAsync(source.OpenAsync, stop);
        }
        catch (Exception e) when (e is not DatafluxException)
        {
            if (e is OperationCanceledException)
            {
                stop.ThrowIfCancellationRequested();
            }

            throw new SourceException(source.Classify(e).Message, e);
        }
    }
}

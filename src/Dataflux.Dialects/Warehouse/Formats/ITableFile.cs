namespace Dataflux.Dialects.Warehouse.Formats;

/// <summary>A file of rows that is being written.</summary>
internal interface ITableFile : IAsyncDisposable
{
    /// <summary>Adds rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Stops the call.</param>
    Task WriteAsync(RowGroup rows, CancellationToken cancellation);
}

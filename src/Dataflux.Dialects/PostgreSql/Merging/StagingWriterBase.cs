namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>A writer whose record type does not matter.</summary>
internal abstract class StagingWriterBase : IAsyncDisposable
{
    /// <summary>Tells that a transaction was rolled back.</summary>
    internal abstract void Forget(long transaction);

    /// <summary>Gives the prepared statements back.</summary>
    public abstract ValueTask DisposeAsync();
}

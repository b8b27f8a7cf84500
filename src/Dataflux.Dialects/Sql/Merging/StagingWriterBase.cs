namespace Dataflux.Dialects.Sql.Merging;

/// <summary>A writer whose record type does not matter.</summary>
internal abstract class StagingWriterBase : IAsyncDisposable
{
    /// <summary>Tells that a transaction failed because rows are in the table already.</summary>
    /// <returns>Whether it copied rows straight into the table, and would merge them when it is done again.</returns>
    internal virtual bool MergesInstead(long transaction) => false;

    /// <summary>Tells that a transaction failed because rows that its own refer to are not there.</summary>
    /// <returns>Whether it did not look for such rows, and will when the transaction is done again.</returns>
    internal virtual bool LooksForParents(long transaction) => false;

    /// <summary>Looks, before the commit, for rows whose parents came with the transaction or not at all.</summary>
    /// <exception cref="Engine.Targets.RefusedRecordsException">Some did not.</exception>
    internal virtual Task EndAsync(long transaction, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Tells that a transaction was rolled back.</summary>
    internal abstract void Forget(long transaction);

    /// <summary>Gives the prepared statements back.</summary>
    public abstract ValueTask DisposeAsync();
}

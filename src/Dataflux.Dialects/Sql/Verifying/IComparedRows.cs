namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>Looks, over one connection, which records of one type would change something. Lives and dies with its connection.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal interface IComparedRows<TRecord> : IAsyncDisposable
{
    /// <summary>Makes its staging table, empty; in a transaction that may.</summary>
    Task MakeAsync(CancellationToken cancellation);

    /// <summary>
    /// Marks the records of a batch that would change nothing, each by itself: <see cref="Merging.KeyRounds{TRecord}.Unchanged"/>.
    /// </summary>
    /// <param name="batch">The records.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="cancellation">Stops the call.</param>
    Task MarkAsync(IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation);

    /// <summary>A record as it is kept until it is settled.</summary>
    /// <param name="record">The record.</param>
    /// <param name="place">Its place among all that are.</param>
    byte[] Keep(TRecord record, int place);
}

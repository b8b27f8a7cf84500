namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>Looks, over one connection, which keys have rows. Lives and dies with its connection.</summary>
/// <typeparam name="TKey">The type with the key's properties.</typeparam>
internal interface IComparedKeys<TKey> : IAsyncDisposable
{
    /// <summary>Makes its staging table, empty; in a transaction that may.</summary>
    Task MakeAsync(CancellationToken cancellation);

    /// <summary>The places of the keys whose rows are there.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="cancellation">Stops the call.</param>
    Task<IReadOnlySet<int>> FindAsync(IReadOnlyList<TKey> keys, long transaction, CancellationToken cancellation);

    /// <summary>A key as it is kept until it is settled.</summary>
    /// <param name="key">The key.</param>
    /// <param name="place">Its place among all that are.</param>
    byte[] Keep(TKey key, int place);
}

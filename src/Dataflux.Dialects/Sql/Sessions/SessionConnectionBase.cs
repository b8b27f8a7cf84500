using System.Data;
using System.Data.Common;
using Dataflux.Dialects.Sql.Merging;

namespace Dataflux.Dialects.Sql.Sessions;

/// <summary>A connection with everything that is gone when it is: staging tables and prepared statements.</summary>
/// <param name="database">The connection, owned.</param>
internal abstract class SessionConnectionBase(DbConnection database) : IAsyncDisposable
{
    /// <summary>Whether it can still be used, as far as anybody knows.</summary>
    internal bool IsOpen => database.State == ConnectionState.Open;

    /// <summary>The number of the transaction that is open, or was last.</summary>
    internal long Transaction { get; set; }

    /// <summary>What writes over it.</summary>
    internal WriterSet Writers { get; } = new();

    /// <summary>Begins a transaction.</summary>
    internal virtual ValueTask<DbTransaction> BeginAsync(CancellationToken cancellation)
    {
        Transaction++;
        return database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
    }

    /// <summary>Checks the open transaction, right before its commit.</summary>
    /// <param name="relies">Whether it relies on what the tables look like.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="Engine.Ground.TargetException">It must not be committed.</exception>
    internal abstract Task CheckAsync(bool relies, CancellationToken cancellation);

    /// <summary>Names the other process that wrote, if one did, in an open transaction that found something not as it was left.</summary>
    /// <exception cref="Engine.Ground.TargetException">One did.</exception>
    internal abstract Task RefuseOtherAsync(CancellationToken cancellation);

    /// <summary>Takes back what the transaction, now rolled back, had made.</summary>
    internal virtual void Forget() => Writers.Forget(Transaction);

    public virtual async ValueTask DisposeAsync()
    {
        await Writers.DisposeAsync();
        await database.DisposeAsync();
    }
}

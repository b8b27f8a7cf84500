using System.Runtime.ExceptionServices;
using Dataflux.Engine;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>
/// The last statement of each transaction, right before its commit. It fails where the transaction is broken (the server answers a commit with a
/// rollback then, and with no error), and says by which name the server can be asked for the commit later.
/// </summary>
/// <param name="connection">The connection; lives as long.</param>
internal sealed class CommitGuard(NpgsqlConnection connection) : IAsyncDisposable
{
    private readonly NpgsqlCommand _command = new("select pg_current_xact_id_if_assigned()::text", connection);

    /// <summary>Checks the open transaction.</summary>
    /// <returns>The transaction's name; <see langword="null"/> when it wrote nothing.</returns>
    /// <exception cref="PostgresException">It is broken, and cannot be committed.</exception>
    internal async Task<string?> CheckAsync(CancellationToken cancellation)
    {
        // Does nothing when the statement is prepared already.
        await _command.PrepareAsync(cancellation);
        return await _command.ExecuteScalarAsync(cancellation) as string;
    }

    /// <summary>Throws what is to be said of a transaction that is broken because the profile swallowed a failure.</summary>
    /// <param name="broken">What the server said when the profile went on.</param>
    /// <param name="cause">What the profile swallowed.</param>
    internal static void ThrowSwallowed(PostgresException broken, Exception cause)
    {
        // An outage is waited for, whoever swallowed it.
        var failure = PostgreSqlFailures.Classify(cause);
        if (failure.Kind == FailureKind.Transient)
            ExceptionDispatchInfo.Throw(cause);
        throw new TargetException($"{PostgreSqlFailuresAdvice.For(broken.SqlState)} What it caught: {failure.Message}", cause);
    }

    /// <summary>Gives the prepared statement back.</summary>
    public ValueTask DisposeAsync() => _command.DisposeAsync();
}

using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>What is read: the server, the database and the tables, so that a run is not gone on with elsewhere.</summary>
internal static class SourceIdentity
{
    /// <param name="connection">A connection in a transaction.</param>
    /// <param name="options">What is read.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal static async Task<string> OfAsync(NpgsqlConnection connection, SourceOptions options, CancellationToken cancellation)
    {
        string server;
        try
        {
            await connection.RunAsync("savepoint asked", cancellation);
            server = await connection.AskAsync<string>(SourceSql.Identity, cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFunction)
        {
            await connection.RunAsync("rollback to asked", cancellation);
            server = options.Connection.Location;
        }

        return $"postgresql:{server}:{options.Title}";
    }
}

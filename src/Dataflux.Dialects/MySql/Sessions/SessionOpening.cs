using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Sessions;

/// <summary>Opens connections with the settings of a session.</summary>
internal static class SessionOpening
{
    // The server's own settings, a parameter group's or an init_connect's, must not change what rows become. Without autocommit a deadlock
    // that the profile swallows leaves no statement that is committed by itself. READ COMMITTED takes no gap locks, over which writers side
    // by side deadlock. A join is made row by row over the table's index, and locks no other row.
    private const string Settings = """
        set names utf8mb4;
        set session sql_mode = 'TRADITIONAL,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00', autocommit = 0, foreign_key_checks = 1,
          unique_checks = 1, sql_safe_updates = 0, sql_notes = 1, sql_warnings = 0, max_error_count = 64,
          group_concat_max_len = 67108864;
        set session transaction isolation level read committed;
        """;

    private const string OfMariaDb = "set session join_cache_level = 0";
    private const string OfMySql = "set session optimizer_switch = 'block_nested_loop=off'";

    /// <summary>Opens one.</summary>
    /// <param name="database">The database.</param>
    /// <param name="mayLoad">Whether rows may go by LOAD DATA LOCAL, where the server allows it.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The connection, and what sends rows over it.</returns>
    internal static async Task<(MySqlConnection Connection, RowSender Sender)> OpenAsync(
        MySqlDatabase database, bool mayLoad, CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        try
        {
            await connection.RunAsync(Settings, cancellation);
            var isMariaDb = connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);
            await connection.RunAsync(isMariaDb ? OfMariaDb : OfMySql, cancellation);
            var loads = mayLoad && await connection.AskAsync<bool>("select @@global.local_infile", cancellation);
            var packet = await connection.AskAsync<long>("select @@session.max_allowed_packet", cancellation);
            return (connection, new(connection, loads, packet));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

using Dataflux.Dialects.Logins;
using Dataflux.Dialects.PostgreSql.Embedded;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Connecting;

/// <summary>An opened database: its source of connections and, without a configured one, the private server behind it.</summary>
/// <param name="dataSource">Gives connections.</param>
/// <param name="server">The private server.</param>
/// <param name="location">The database for people.</param>
public sealed class PostgreSqlConnectionPool(NpgsqlDataSource dataSource, EmbeddedServer? server, string location) : IAsyncDisposable
{
    /// <summary>Gives connections; owned by this object.</summary>
    public NpgsqlDataSource DataSource => dataSource;

    /// <summary>The private server; <see langword="null"/> when a database is configured.</summary>
    public EmbeddedServer? Server => server;

    /// <summary>The database for people; never a secret.</summary>
    public string Location => location;

    /// <summary>What the connections are made with, the password too; <see langword="null"/> when that was decided elsewhere.</summary>
    internal NpgsqlConnectionStringBuilder? Settings { get; init; }

    /// <summary>
    /// What answers for the password at each login; <see langword="null"/>: <see cref="Settings"/> has it, if there is one.
    /// </summary>
    internal LoginPassword? Password { get; init; }

    /// <summary>Whether logins have worked.</summary>
    internal PostgreSqlLogins? Logins { get; init; }

    /// <summary>Closes the connections, then leaves the private server.</summary>
    public async ValueTask DisposeAsync()
    {
        await dataSource.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
    }
}

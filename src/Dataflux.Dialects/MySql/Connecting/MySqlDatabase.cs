using Dataflux.Dialects.Logins;
using Dataflux.Engine.Ground;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Connecting;

/// <summary>The database of a target: opens connections, which are kept for their next use.</summary>
/// <param name="connectionString">Where it is.</param>
/// <param name="password">Gives the password at each login; <see langword="null"/>: the connection string holds it.</param>
internal sealed class MySqlDatabase(string connectionString, LoginPassword? password = null) : IAsyncDisposable
{
    private MySqlDataSource _source = new(connectionString);

    /// <summary>The name of the default database.</summary>
    internal string Name { get; } = new MySqlConnectionStringBuilder(connectionString).Database;

    /// <summary>Opens a connection, or takes one that was kept.</summary>
    /// <exception cref="TargetException">There is no password to log in with.</exception>
    internal async ValueTask<MySqlConnection> OpenConnectionAsync(CancellationToken cancellation)
    {
        if (password is null)
            return await _source.OpenConnectionAsync(cancellation);

        var connection = _source.CreateConnection();
        connection.ProvidePasswordCallback = _ => password.Ask();
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            if (e is MySqlException { InnerException: TargetException none })
                throw new TargetException(none.Message, none);
            throw;
        }
    }

    /// <summary>Has no connection used again that was opened before; those of other targets stay.</summary>
    /// <remarks>MySqlConnector's own ClearPool and ClearAllPools pass over the pools of data sources.</remarks>
    internal void ClearPool()
    {
        using var before = Interlocked.Exchange(ref _source, new(connectionString));
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}

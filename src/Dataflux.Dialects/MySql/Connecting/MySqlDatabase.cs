using MySqlConnector;

namespace Dataflux.Dialects.MySql.Connecting;

/// <summary>The database of a target: opens connections, which are kept for their next use.</summary>
/// <param name="connectionString">Where it is.</param>
internal sealed class MySqlDatabase(string connectionString) : IAsyncDisposable
{
    private MySqlDataSource _source = new(connectionString);

    /// <summary>The name of the default database.</summary>
    internal string Name { get; } = new MySqlConnectionStringBuilder(connectionString).Database;

    /// <summary>Opens a connection, or takes one that was kept.</summary>
    internal ValueTask<MySqlConnection> OpenConnectionAsync(CancellationToken cancellation) => _source.OpenConnectionAsync(cancellation);

    /// <summary>Has no connection used again that was opened before; those of other targets stay.</summary>
    /// <remarks>MySqlConnector's own ClearPool and ClearAllPools pass over the pools of data sources.</remarks>
    internal void ClearPool()
    {
        using var before = Interlocked.Exchange(ref _source, new(connectionString));
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}

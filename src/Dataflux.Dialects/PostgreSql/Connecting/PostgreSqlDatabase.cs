using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Connecting;

/// <summary>The database of a target. It is opened, and a private server started, when it is first needed.</summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable
{
    // More than any sensible number of writers: connections are opened only when a session needs one.
    private const int MaxSessions = 64;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly PostgreSqlConnection? _connection;
    private ConnectingAhead? _ahead;
    private PostgreSqlConnectionPool? _pool;

    /// <param name="connection">Where it is.</param>
    internal PostgreSqlDatabase(PostgreSqlConnection connection) => (_connection, Location) = (connection, connection.Location);

    /// <param name="source">Makes connections; owned.</param>
    /// <param name="location">Where it is, for people; never a secret.</param>
    internal PostgreSqlDatabase(NpgsqlDataSource source, string location) =>
        (_pool, Location) = (new PostgreSqlConnectionPool(source, server: null, location), location);

    /// <summary>Where it is, for people; never a secret.</summary>
    internal string Location { get; }

    /// <summary>Whether a login has worked.</summary>
    internal bool HasLogins => _pool?.Logins?.HaveWorked == true;

    /// <summary>Begins to connect while nobody needs a connection yet.</summary>
    internal void ConnectAhead()
    {
        // A private server is made and started for a run that needs it: not for one that may end before it comes to that.
        if (_connection is { IsEmbedded: false })
            _ahead ??= new(TryAsync);
    }

    /// <summary>Opens it; what it returns makes connections.</summary>
    internal async Task<NpgsqlDataSource> OpenAsync(CancellationToken cancellation)
    {
        if (_ahead is not null)
            await _ahead.TakeAsync(cancellation);
        return await OpenPoolAsync(cancellation);
    }

    /// <summary>Notes, where it is a private one, which migration writes to it. It is open.</summary>
    internal void Note(string migration) => _pool?.Server?.Note(migration);

    /// <summary>A connection.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellation) =>
        await (await OpenAsync(cancellation)).OpenConnectionAsync(cancellation);

    /// <summary>A connection with settings of its own.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync(string settings, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation);
        try
        {
            await connection.RunAsync(settings, cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a connection is made with that is in no pool, with the password of this moment.</summary>
    internal async Task<string> SingleAsync(CancellationToken cancellation)
    {
        await OpenPoolAsync(cancellation);
        var settings = new NpgsqlConnectionStringBuilder(_pool!.Settings!.ConnectionString) { Pooling = false };
        if (_pool.Password is { } password)
            settings.Password = await password.AskAsync(cancellation);

        return settings.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ahead is not null)
            await _ahead.DisposeAsync();
        if (_pool is not null)
            await _pool.DisposeAsync();
        _opening.Dispose();
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        var source = await OpenPoolAsync(cancellation);
        await using var connection = await source.OpenConnectionAsync(cancellation);
    }

    private async Task<NpgsqlDataSource> OpenPoolAsync(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            return (_pool ??= await _connection!.OpenAsync(MaxSessions, cancellation)).DataSource;
        }
        finally
        {
            _opening.Release();
        }
    }
}

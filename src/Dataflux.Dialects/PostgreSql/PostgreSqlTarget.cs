using System.Data;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.PostgreSql.Rehearsing;
using Dataflux.Dialects.PostgreSql.Undoing;
using Dataflux.Dialects.PostgreSql.Verifying;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>The target <c>postgresql</c>. The database is opened, and a private server started, when it is first needed.</summary>
public sealed class PostgreSqlTarget
    : ITargetConnection, ISingleWriter, IHistoryReader, IReplicaWatch, IRehearsals, IComparisons
{
    // More than any sensible number of writers: connections are opened only when a session needs one.
    private const int MaxSessions = 64;
    private readonly BindingCache _bindings;
    private readonly string? _schema;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly PostgreSqlConnection? _connection;
    private ConnectingAhead? _ahead;
    private PostgreSqlConnectionPool? _pool;
    private WriterClaim? _claim;
    private ReplicaLagReader? _replicas;
    private IReadOnlySet<ulong>? _only;

    /// <param name="connection">Where the database is.</param>
    public PostgreSqlTarget(PostgreSqlConnection connection)
    {
        _bindings = new();
        _connection = connection;
        Location = connection.Location;
    }

    /// <param name="source">Makes connections; owned by the target and disposed with it.</param>
    /// <param name="location">The target for people; never a secret.</param>
    public PostgreSqlTarget(NpgsqlDataSource source, string location)
        : this(source, location, schema: null)
    {
    }

    /// <param name="source">Makes connections; owned by the target and disposed with it.</param>
    /// <param name="location">The target for people; never a secret.</param>
    /// <param name="schema">The schema of all tables, whatever records say; <see langword="null"/>: what they say.</param>
    internal PostgreSqlTarget(NpgsqlDataSource source, string location, string? schema)
    {
        _bindings = new(schema);
        _schema = schema;
        _pool = new PostgreSqlConnectionPool(source, server: null, location);
        Location = location;
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public TargetCapabilities Capabilities => field ??= new()
    {
        IsTransactional = true,
        TimePrecision = TimeSpan.FromMicroseconds(1),
        KeepsDocuments = true,
        SingleWriter = this,
        History = this,
        Replicas = this,
        Rehearsals = this,
        Comparisons = this,
        Images = Images,
    };

    /// <summary>
    /// How long the migration's last writer may take to be gone; <see langword="null"/>: as long as a claim waits by itself.
    /// </summary>
    internal TimeSpan? WaitForPredecessor { get; init; }

    /// <inheritdoc/>
    public bool HasLooseKeys => _bindings.HasLooseKeys;

    /// <inheritdoc/>
    public void ConnectAhead()
    {
        // A private server is made and started for a run that needs it: not for one that may end before it comes to that.
        if (_connection is { IsEmbedded: false })
            _ahead ??= new(ConnectAsync);
    }

    /// <inheritdoc/>
    public async Task ClaimAsync(string migration, CancellationToken cancellation)
    {
        var pool = await OpenAsync(cancellation);
        _claim ??= WaitForPredecessor is { } wait
            ? new WriterClaim(pool.DataSource, migration) { WaitForPredecessor = wait }
            : new WriterClaim(pool.DataSource, migration);
        await _claim.EnsureAsync(now: true, cancellation);
    }

    /// <inheritdoc/>
    public string? ClaimCaution => _claim?.Caution;

    /// <inheritdoc/>
    public async Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation)
    {
        var pool = await OpenAsync(cancellation);
        await using var connection = await pool.DataSource.OpenConnectionAsync(cancellation);

        // What is bound and what the tables look like are seen at one moment.
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await _bindings.PrepareAsync(connection, recordTypes, cancellation);
    }

    /// <inheritdoc/>
    public async Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation)
    {
        var pool = await OpenAsync(cancellation);
        await using var connection = await pool.DataSource.OpenConnectionAsync(cancellation);

        // What is bound and what the tables look like are seen at one moment.
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await _bindings.PrepareDeletesAsync(connection, keyTypes, cancellation);
    }

    /// <inheritdoc/>
    public async Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation)
    {
        var pool = await OpenAsync(cancellation);
        var session = new PostgreSqlSession(pool.DataSource, _bindings, _claim) { Only = _only is null ? null : new(_only) };
        try
        {
            await session.ConnectAsync(cancellation);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IRehearsal> RehearseAsync(CancellationToken cancellation) =>
        await PostgreSqlRehearsal.BeginAsync((await OpenAsync(cancellation)).DataSource, cancellation);

    /// <inheritdoc/>
    public IComparison Compare(ComparisonRequest request) => new PostgreSqlComparison(this, new(_schema, looksOnly: true), request);

    /// <inheritdoc/>
    public void WriteOnly(IReadOnlySet<ulong> keys) => _only = keys;

    /// <summary>The images of the rows that runs change.</summary>
    internal IRunImages Images => new PostgreSqlImages(async token => (await OpenAsync(token)).DataSource, _bindings, OpenSessionAsync);

    /// <summary>Opens a connection with settings of its own.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync(string settings, CancellationToken cancellation)
    {
        var connection = await (await OpenAsync(cancellation)).DataSource.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand(settings, connection);
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ReplicaLag?> ReplicaLagAsync(CancellationToken cancellation)
    {
        _replicas ??= new ReplicaLagReader((await OpenAsync(cancellation)).DataSource);
        return await _replicas.ReadAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<TargetHistory> HistoryAsync(CancellationToken cancellation)
    {
        await using var connection = await (await OpenAsync(cancellation)).DataSource.OpenConnectionAsync(cancellation);
        return await HistoryReader.ReadAsync(connection, _bindings.Tables, cancellation);
    }

    /// <inheritdoc/>
    public bool HasReferences => _bindings.HasReferences;

    /// <inheritdoc/>
    public void MayWriteOthers() => _bindings.WritesOthers = true;

    /// <inheritdoc/>
    public Failure Classify(Exception exception)
    {
        var failure = PostgreSqlFailures.Classify(exception);
        if (failure.LacksParent && _bindings.ForeignKey(failure.Table, failure.Constraint) is { } key && !_bindings.MayBringParents(key))
            return failure with { LacksParent = false };
        return failure.Code is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            && _pool?.Logins?.HaveWorked == true
            ? failure with
            {
                Message = failure.Message.Replace(
                    PostgreSqlFailuresAdvice.Login, PostgreSqlFailuresAdvice.Expired, StringComparison.Ordinal),
            }
            : failure;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ahead is not null)
            await _ahead.DisposeAsync();
        if (_claim is not null)
            await _claim.DisposeAsync();
        if (_pool is not null)
            await _pool.DisposeAsync();
        _opening.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        var pool = await OpenPoolAsync(cancellation);
        await using var connection = await pool.DataSource.OpenConnectionAsync(cancellation);
    }

    private async Task<PostgreSqlConnectionPool> OpenAsync(CancellationToken cancellation)
    {
        if (_ahead is not null)
            await _ahead.TakeAsync(cancellation);
        return await OpenPoolAsync(cancellation);
    }

    private async Task<PostgreSqlConnectionPool> OpenPoolAsync(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            return _pool ??= await _connection!.OpenAsync(MaxSessions, cancellation);
        }
        finally
        {
            _opening.Release();
        }
    }
}

using System.Data;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.PostgreSql.Rehearsing;
using Dataflux.Dialects.PostgreSql.Sessions;
using Dataflux.Dialects.PostgreSql.Undoing;
using Dataflux.Dialects.PostgreSql.Verifying;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Targets;

/// <summary>The target <c>postgresql</c>. The database is opened, and a private server started, when it is first needed.</summary>
public sealed class PostgreSqlTarget
    : ITargetConnection, ISingleWriter, IHistoryReader, IReplicaWatch, IRehearsals, IComparisons
{
    private readonly PostgreSqlDatabase _database;
    private readonly BindingCache _bindings;
    private readonly string? _schema;
    private WriterClaim? _claim;
    private ReplicaLagReader? _replicas;
    private IReadOnlySet<ulong>? _only;

    /// <param name="connection">Where the database is.</param>
    public PostgreSqlTarget(PostgreSqlConnection connection)
        : this(new PostgreSqlDatabase(connection), schema: null)
    {
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
        : this(new PostgreSqlDatabase(source, location), schema)
    {
    }

    private PostgreSqlTarget(PostgreSqlDatabase database, string? schema) =>
        (_database, _bindings, _schema) = (database, new(schema), schema);

    /// <inheritdoc/>
    public string Location => _database.Location;

    /// <inheritdoc/>
    public TargetCapabilities Capabilities => field ??= new()
    {
        IsTransactional = true,
        TimePrecision = PostgreSqlSession.TimePrecision,
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
    public void ConnectAhead() => _database.ConnectAhead();

    /// <inheritdoc/>
    public async Task ClaimAsync(string migration, CancellationToken cancellation)
    {
        var source = await _database.OpenAsync(cancellation);
        _database.Note(migration);
        _claim ??= WaitForPredecessor is { } wait
            ? new WriterClaim(source, migration) { WaitForPredecessor = wait }
            : new WriterClaim(source, migration);
        await _claim.EnsureAsync(now: true, cancellation);
    }

    /// <inheritdoc/>
    public string? ClaimCaution => _claim?.Caution;

    /// <inheritdoc/>
    public async Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation)
    {
        await using var connection = await _database.ConnectAsync(cancellation);

        // What is bound and what the tables look like are seen at one moment.
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await _bindings.PrepareAsync(connection, recordTypes, cancellation);
    }

    /// <inheritdoc/>
    public async Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation)
    {
        await using var connection = await _database.ConnectAsync(cancellation);

        // What is bound and what the tables look like are seen at one moment.
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await _bindings.PrepareDeletesAsync(connection, keyTypes, cancellation);
    }

    /// <inheritdoc/>
    public async Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation)
    {
        var source = await _database.OpenAsync(cancellation);
        return await new PostgreSqlSession(source, _bindings, _claim) { Only = () => _only }.OpenedAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<TargetReport?> ReportAsync(CancellationToken cancellation)
    {
        await using var connection = await _database.ConnectAsync(cancellation);
        return await TargetReporter.AskAsync(connection, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IRehearsal> RehearseAsync(CancellationToken cancellation) =>
        await PostgreSqlRehearsal.BeginAsync(await _database.OpenAsync(cancellation), cancellation);

    /// <inheritdoc/>
    public IComparison Compare(ComparisonRequest request) =>
        new PostgreSqlComparison(_database, new(_schema, looksOnly: true), Classify, request);

    /// <inheritdoc/>
    public void WriteOnly(IReadOnlySet<ulong>? keys) => _only = keys;

    /// <summary>The images of the rows that runs change.</summary>
    internal IRunImages Images => new PostgreSqlImages(_database, _bindings, OpenSessionAsync);

    /// <inheritdoc/>
    public async Task<ReplicaLag?> ReplicaLagAsync(CancellationToken cancellation)
    {
        _replicas ??= new ReplicaLagReader(await _database.OpenAsync(cancellation));
        return await _replicas.ReadAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<TargetHistory> HistoryAsync(CancellationToken cancellation)
    {
        await using var connection = await _database.ConnectAsync(cancellation);
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
            && _database.HasLogins
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
        if (_claim is not null)
            await _claim.DisposeAsync();
        await _database.DisposeAsync();
    }
}

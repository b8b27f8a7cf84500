using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.MySql.Rehearsing;
using Dataflux.Dialects.MySql.Sessions;
using Dataflux.Dialects.MySql.Undoing;
using Dataflux.Dialects.MySql.Verifying;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.MySql;

/// <summary>The target <c>mysql</c>: MySQL 8, Aurora MySQL or MariaDB.</summary>
internal sealed class MySqlTarget : ITargetConnection, ISingleWriter, IComparisons, IRehearsals
{
    private readonly MySqlDatabase _database;
    private readonly MySqlBindings _bindings = new();
    private WriterClaim? _claim;
    private IReadOnlySet<ulong>? _only;

    /// <param name="address">Where the database is.</param>
    internal MySqlTarget(MySqlAddress address)
    {
        Location = address.Location;
        _database = new(address.ConnectionString, address.Password);
    }

    public string Location { get; }

    public TargetCapabilities Capabilities => field ??= new()
    {
        IsTransactional = true,
        TimePrecision = MySqlSession.TimePrecision,
        KeepsDocuments = true,
        SingleWriter = this,
        Rehearsals = this,
        Comparisons = this,
        Images = new MySqlImages(_database, _bindings, OpenSessionAsync),
    };

    /// <summary>
    /// How long the migration's last writer may take to be gone; <see langword="null"/>: as long as a claim waits by itself.
    /// </summary>
    internal TimeSpan? WaitForPredecessor { get; init; }

    /// <summary>Whether rows may go by LOAD DATA LOCAL, where the server allows it.</summary>
    internal bool MayLoad { get; init; } = true;

    public bool HasLooseKeys => _bindings.HasLooseKeys;

    public bool HasReferences => _bindings.HasReferences;

    public string? ClaimCaution => _claim?.Caution;

    public void MayWriteOthers() => _bindings.WritesOthers = true;

    public async Task ClaimAsync(string migration, CancellationToken cancellation)
    {
        _claim ??= WaitForPredecessor is { } wait
            ? new WriterClaim(_database, migration) { WaitForPredecessor = wait }
            : new WriterClaim(_database, migration);
        await _claim.EnsureAsync(now: true, cancellation);
    }

    public async Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellation);
        await _bindings.PrepareAsync(connection, recordTypes, cancellation);
    }

    public async Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellation);
        await _bindings.PrepareDeletesAsync(connection, keyTypes, cancellation);
    }

    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) =>
        new MySqlSession(_database, _bindings, _claim) { MayLoad = MayLoad, Only = () => _only }.OpenedAsync(cancellation);

    public Task<IRehearsal> RehearseAsync(CancellationToken cancellation) =>
        MySqlRehearsal.BeginAsync(_database, MayLoad, cancellation);

    public IComparison Compare(ComparisonRequest request) =>
        new MySqlComparison(Location, _database, new(looksOnly: true), request, MayLoad);

    public void WriteOnly(IReadOnlySet<ulong>? keys) => _only = keys;

    public Failure Classify(Exception exception) => MySqlFailures.Classify(exception);

    public async ValueTask DisposeAsync()
    {
        if (_claim is not null)
            await _claim.DisposeAsync();
        await _database.DisposeAsync();
    }
}

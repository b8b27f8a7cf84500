using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Npgsql.Replication;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>
/// The slot of a migration in one of its runs: made by the first one, with a snapshot, and found again by the others. It is never dropped
/// here.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="options">What is followed.</param>
/// <param name="file">What the migration knows of it.</param>
internal sealed class SlotOfRun(PostgreSqlDatabase database, SourceOptions options, FollowFile file) : IAsyncDisposable
{
    private const string Again =
        "Load again: 'dataflux reset --source' drops what is left of the slot, then run again (rows that were deleted meanwhile stay in "
            + "the target, unless its tables are emptied before)";

    private const long MuchHeld = 1L << 30;
    private const int Looks = 100;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly Lock _writing = new();
    private FollowState? _state;
    private LogicalReplicationConnection? _connection;
    private bool _isThere;

    private string Name => options.Slot!;

    /// <summary>Whether only the stream is left to be read.</summary>
    internal bool IsLoaded => _state is { IsLoaded: true };

    /// <summary>Where the stream begins.</summary>
    internal NpgsqlLogSequenceNumber Start => NpgsqlLogSequenceNumber.Parse(_state!.Start!);

    /// <summary>What the user should know.</summary>
    internal IReadOnlyList<string> Notices { get; private set; } = [];

    /// <summary>What the server holds for this migration.</summary>
    internal SourceBacklog? Backlog { get; private set; }

    /// <summary>Looks for the slot, and for all that following needs.</summary>
    /// <param name="relations">The tables.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="SourceException">It is lost, or not of this migration, or something is missing.</exception>
    internal async Task FindAsync(IReadOnlyList<Relation> relations, CancellationToken cancellation)
    {
        _state = file.Read();
        await using var connection = await database.ConnectAsync(cancellation);
        var slot = await ReplicationSlot.FindAsync(connection, Name, cancellation);
        _isThere = slot is not null;
        if (_state is { } state && state.Slot != Name)
            throw new SourceException($"source.slot was {state.Slot} and is now {Name}: the stream goes on in the slot it began with");

        if (slot is not null && _state is null)
        {
            throw new SourceException(
                $"the replication slot {Name} is there, and this migration did not make it, or has forgotten how far it read ('dataflux "
                    + "reset'). Where nobody else reads it, 'dataflux reset --source' drops it, and the next run loads again; otherwise "
                    + "choose another 'slot'");
        }

        if (_state?.Start is not null)
            Require(slot);

        await new FollowDemands(connection, options).CheckAsync(relations, makesSlot: slot is null, cancellation);
        if (slot is { Held: >= MuchHeld })
            Notices = [$"the slot {Name} holds {ReplicationSlot.Shown(slot.Held)} of WAL on the server, which this run frees as it goes"];

        Backlog = slot is null ? null : new(slot.Held, _state?.ReadAt);
    }

    /// <summary>Makes the slot, unless it is there; called when the tables are locked.</summary>
    /// <returns>The snapshot that it begins with; <see langword="null"/>: it is older, and what came since is in the stream.</returns>
    internal async Task<string?> ExportAsync(CancellationToken cancellation)
    {
        if (_isThere)
            return null;

        // From here on a slot of this name is known to be ours.
        Keep(new(Name));
        _connection = new(await database.SingleAsync(cancellation));
        await _connection.Open(cancellation);
        var slot = await _connection.CreatePgOutputReplicationSlot(
            Name, slotSnapshotInitMode: LogicalSlotSnapshotInitMode.Export, cancellationToken: cancellation);
        _isThere = true;
        Keep(_state! with { Start = slot.ConsistentPoint.ToString() });
        return slot.SnapshotName;
    }

    /// <summary>The load is about to begin or to go on, or only the stream is left.</summary>
    /// <param name="load">The load; <see langword="null"/>: it is done.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<FollowState> BeginAsync(Export? load, CancellationToken cancellation)
    {
        await DisposeAsync(); // others hold the snapshot now

        if (_state!.Start is null)
        {
            // A run ended between making the slot and keeping where it begins.
            await using var connection = await database.ConnectAsync(cancellation);
            var slot = Require(await ReplicationSlot.FindAsync(connection, Name, cancellation));
            Keep(_state with { Start = slot.Confirmed.ToString() });
        }

        if (load is not null && _state.Parts.Count == 0)
        {
            var parts = load.Parts.Select(static part => new LoadedPart(part.Name, part.Fingerprint));
            Keep(_state with { Time = load.Time, Parts = [.. parts] });
        }

        return _state;
    }

    /// <summary>Makes sure that the slot still has what comes behind a position.</summary>
    /// <exception cref="SourceException">It does not.</exception>
    internal async Task CheckAsync(StreamPosition from, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        var slot = Require(await ReplicationSlot.FindAsync(connection, Name, cancellation));
        if (slot.Confirmed > from.Lsn)
        {
            throw new SourceException(
                $"the slot {Name} was read up to {slot.Confirmed}, and this migration only up to {from.Lsn}: what was changed between is "
                    + $"no longer sent (somebody else reads the slot, or the target or the state is older). {Again}");
        }
    }

    /// <summary>The load is done: a position of the stream is saved behind it.</summary>
    internal void Loaded()
    {
        lock (_writing)
        {
            if (_state is { IsLoaded: false })
                Keep(_state with { IsLoaded = true });
        }
    }

    /// <summary>Waits a moment until the server knows what need not be kept; a stream that is closed before may forget it.</summary>
    internal async Task ReadAsync(NpgsqlLogSequenceNumber upTo, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        for (var i = 0; i < Looks; i++)
        {
            if (await ReplicationSlot.FindAsync(connection, Name, cancellation) is not { } slot || slot.Confirmed >= upTo)
                break;

            await Task.Delay(BetweenLooks, cancellation);
        }

        Keep(_state! with { ReadAt = TimeProvider.System.GetUtcNow() });
    }

    /// <summary>Lets go of the snapshot.</summary>
    public async ValueTask DisposeAsync()
    {
        var exporting = _connection;
        _connection = null;
        await (exporting?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private ReplicationSlot Require(ReplicationSlot? slot) => slot switch
    {
        null => throw new SourceException($"the replication slot {Name} is gone, and with it what was changed since. {Again}"),
        { IsLost: true } => throw new SourceException(
            $"the replication slot {Name} is lost: the server removed WAL that it needs (max_slot_wal_keep_size). {Again}"),
        { Plugin: not ReplicationSlot.PgOutput } => throw new SourceException(
            $"the replication slot {Name} decodes with {slot.Plugin}; expected {ReplicationSlot.PgOutput}"),
        { IsOurs: false } => throw new SourceException($"the replication slot {Name} is of the database {slot.Database}"),
        _ => slot,
    };

    private void Keep(FollowState state)
    {
        file.Write(state);
        _state = state;
    }
}

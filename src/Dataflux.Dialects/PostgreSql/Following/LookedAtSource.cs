using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>
/// Tables that are to be followed, for whoever only looks: as they are at this moment. What following needs is looked for, and nothing is
/// made.
/// </summary>
internal sealed class LookedAtSource(SourceOptions options) : ISource
{
    private readonly PostgreSqlSource _tables = new(options);
    private readonly PostgreSqlDatabase _database = new(options.Connection);

    public SourceCapabilities Capabilities => _tables.Capabilities;

    public IReadOnlyList<string> Snapshots => _tables.Snapshots;

    public async Task<Export> OpenAsync(CancellationToken cancellation)
    {
        var relations = await new StreamRelations(_database, options).LookAsync(cancellation);
        await using var connection = await _database.ConnectAsync(cancellation);
        var slot = await ReplicationSlot.FindAsync(connection, options.Slot!, cancellation);
        await new FollowDemands(connection, options).CheckAsync(relations, makesSlot: slot is null, cancellation);
        var export = await _tables.OpenAsync(cancellation);
        return export with
        {
            Location = $"{export.Location}, to be followed by the slot {options.Slot}, which "
                + (slot is null ? "the first run makes"
                    : slot.IsLost ? "is lost" : $"holds {ReplicationSlot.Shown(slot.Held)} of WAL"),
        };
    }

    public IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, CancellationToken cancellation) => _tables.ReadAsync(part, cancellation);

    public Failure Classify(Exception exception) => _tables.Classify(exception);

    public async ValueTask DisposeAsync()
    {
        await _tables.DisposeAsync();
        await _database.DisposeAsync();
    }
}

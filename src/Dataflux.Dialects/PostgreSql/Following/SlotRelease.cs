using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>Drops the slot of a migration, because somebody said so.</summary>
internal static class SlotRelease
{
    /// <exception cref="SourceException">The slot is being read, or cannot be dropped.</exception>
    internal static async Task<string?> RunAsync(DialectSettings settings, CancellationToken cancellation)
    {
        var options = SourceOptions.From(settings);
        if (options.Slot is not { } slot)
            return null;

        try
        {
            await using var database = new PostgreSqlDatabase(options.Connection);
            await using var connection = await database.ConnectAsync(cancellation);
            if (await ReplicationSlot.FindAsync(connection, slot, cancellation) is not { } found)
                return null;

            await connection.AskAsync<object>("select pg_catalog.pg_drop_replication_slot($1)", cancellation, slot);
            return $"the replication slot {slot}, which held {ReplicationSlot.Shown(found.Held)} of WAL";
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TargetException)
        {
            throw new SourceException($"the replication slot {slot} was not dropped: {SourceFailures.Classify(e).Message}", e);
        }
    }
}

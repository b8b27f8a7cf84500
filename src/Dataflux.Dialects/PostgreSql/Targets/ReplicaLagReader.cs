using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Targets;

/// <summary>Asks the primary how far its replicas are behind. Used by one task at a time.</summary>
internal sealed class ReplicaLagReader(NpgsqlDataSource source)
{
    // A base backup replays nothing. Without the privilege all columns but the process and its user are null.
    // https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-REPLICATION-VIEW
    private const string Streaming = """
        select
          case when state is null then null else concat_ws(' at ', coalesce(nullif(application_name, ''), 'unnamed'), host(client_addr)) end,
          coalesce(extract(epoch from replay_lag), 0)::double precision,
          (replay_lsn - '0/0')::bigint,
          (pg_current_wal_flush_lsn() - '0/0')::bigint
        from pg_stat_replication
        where state is null or replay_lsn is not null
        order by state is null desc, replay_lsn
        limit 1
        """;

    // Readers that are gone stay in the list with the time they were heard of last.
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora_replica_status.html
    private const string Aurora = """
        select server_id, (replica_lag_in_msec / 1000.0)::double precision
        from aurora_replica_status()
        where session_id <> 'MASTER_SESSION_ID' and replica_lag_in_msec is not null
          and (last_update_timestamp is null or last_update_timestamp > now() - interval '5 minutes')
        order by 2 desc
        limit 1
        """;

    private readonly WalPositions _positions = new();
    private bool? _isAurora;

    /// <summary>The replica that is furthest behind; <see langword="null"/> when none is connected.</summary>
    /// <exception cref="TargetException">The user may not see it.</exception>
    internal async Task<ReplicaLag?> ReadAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        _isAurora ??= await IsAuroraAsync(connection, cancellation);
        await using var command = new NpgsqlCommand(_isAurora.Value ? Aurora : Streaming, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;
        if (await reader.IsDBNullAsync(0, cancellation))
        {
            throw new TargetException(
                "maxReplicaLag cannot be kept: the user may not see how far replicas are behind. As a superuser: grant pg_read_all_stats "
                + $"to \"{connection.UserName}\"");
        }

        var reported = TimeSpan.FromSeconds(reader.GetDouble(1));
        return new ReplicaLag(reader.GetString(0), _isAurora.Value ? reported : Behind(reported, reader.GetInt64(2), reader.GetInt64(3)));
    }

    // What the server reports stays for some seconds after a replica caught up, and grows only with its answers.
    private TimeSpan Behind(TimeSpan reported, long replayed, long end)
    {
        _positions.Add(end, TimeProvider.System.GetTimestamp());
        if (_positions.MissingSince(replayed) is not { } since)
            return TimeSpan.Zero;

        var seen = TimeProvider.System.GetElapsedTime(since);
        return seen > reported ? seen : reported;
    }

    private static Task<bool> IsAuroraAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.AskAsync<bool>("select to_regproc('aurora_replica_status') is not null", cancellation);
}

using System.Globalization;
using Dataflux.Dialects.Sql.Scripts;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>A replication slot as the server describes it.</summary>
/// <param name="Plugin">What decodes for it.</param>
/// <param name="Database">The database it is of.</param>
/// <param name="Confirmed">What is before is not sent again.</param>
/// <param name="IsLost">Whether the server removed WAL that it needs.</param>
/// <param name="Held">The WAL that is kept for it, in bytes.</param>
/// <param name="IsOurs">Whether it is of the database of the connection.</param>
internal sealed record ReplicationSlot(
    string Plugin, string Database, NpgsqlLogSequenceNumber Confirmed, bool IsLost, long Held, bool IsOurs)
{
    /// <summary>What decodes for dataflux.</summary>
    internal const string PgOutput = "pgoutput";

    /// <summary>An amount of WAL for people.</summary>
    internal static string Shown(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):N1} GB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):N1} MB"),
    };

    /// <summary>Looks for a slot.</summary>
    /// <returns><see langword="null"/>: there is none of that name.</returns>
    internal static async Task<ReplicationSlot?> FindAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = connection.CommandFor(FollowSql.Slot, name);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation)
            ? new(
                row.GetString(0), row.GetString(1), NpgsqlLogSequenceNumber.Parse(row.GetString(2)), row.GetBoolean(3), row.GetInt64(4),
                row.GetBoolean(5))
            : null;
    }
}

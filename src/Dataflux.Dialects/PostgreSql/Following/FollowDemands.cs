using System.Globalization;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>Looks for all that following needs, before anything is made, and names what is missing with what would make it.</summary>
/// <param name="connection">A connection.</param>
/// <param name="options">What is followed.</param>
internal sealed class FollowDemands(NpgsqlConnection connection, SourceOptions options)
{
    private const int FirstWithFilters = 150000;

    private readonly List<string> _missing = [];

    /// <param name="relations">The tables.</param>
    /// <param name="makesSlot">Whether the slot is yet to be made.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="SourceException">Something is missing: all of it is named.</exception>
    internal async Task CheckAsync(IReadOnlyList<Relation> relations, bool makesSlot, CancellationToken cancellation)
    {
        var version = await ServerAsync(makesSlot, cancellation);
        await TablesAsync(relations, cancellation);
        await PublicationAsync(relations, version, cancellation);
        if (_missing.Count > 0)
            throw new SourceException($"these tables cannot be followed yet: {string.Join("; ", _missing)}");
    }

    private async Task<int> ServerAsync(bool makesSlot, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(FollowSql.Server, connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var version = row.GetInt32(0);
        Need(version >= FollowSql.OldestVersion, $"this is PostgreSQL {version / 10000}, and its stream is read from 14 on");
        Need(
            row.GetString(1) == "logical",
            $"wal_level is {row.GetString(1)}; set wal_level = logical (of RDS and Aurora: rds.logical_replication = 1) and start the "
                + "server again");
        Need(!row.GetBoolean(2), "this server is a standby; follow the primary");
        Need(
            row.GetBoolean(3),
            $"the role {row.GetString(4)} may not replicate; ALTER ROLE {Identifier.Quote(row.GetString(4))} REPLICATION (of RDS and "
                + "Aurora: GRANT rds_replication)");
        var (most, used) = (row.GetInt32(5), row.GetInt32(6));
        Need(
            !makesSlot || used < most,
            $"all {most} replication slots are in use; drop one that nobody reads (pg_replication_slots), or raise max_replication_slots");
        Need(row.GetInt32(8) < row.GetInt32(7), $"all {row.GetInt32(7)} WAL senders are in use; raise max_wal_senders");
        return version;
    }

    private async Task TablesAsync(IReadOnlyList<Relation> relations, CancellationToken cancellation)
    {
        var byOid = relations.ToDictionary(static relation => relation.Oid);
        await using var command = new NpgsqlCommand(FollowSql.Identities, connection)
        {
            Parameters = { new() { Value = byOid.Keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var relation = byOid[rows.GetFieldValue<uint>(0)];
            if (rows.GetString(1) != "r" || rows.GetString(2) != "p")
            {
                _missing.Add($"{relation.Name} is no table that is written to the WAL (a view, a foreign or an unlogged table)");
                continue;
            }

            Identity(relation, rows.GetString(3), rows.GetFieldValue<string[]>(4));
            foreach (var column in relation.Key.Where(static column => column.Sent != column.Sql))
                _missing.Add($"{relation.Name}: a key of type {column.Type.Sql} ({column.Name}) cannot be followed");
        }
    }

    private void Identity(Relation relation, string identity, string[] columns)
    {
        var key = relation.Key.Select(static column => column.Name).ToList();
        if (identity == "f" || (columns.Length > 0 && key.TrueForAll(columns.Contains)))
            return;

        _missing.Add(
            $"{relation.Name}: its replica identity is {(columns.Length == 0 ? "nothing" : string.Join(", ", columns))}, and does not say "
                + $"the key ({string.Join(", ", key)}) of a row that is updated or deleted; ALTER TABLE "
                + $"{relation.From["only ".Length..]} REPLICA IDENTITY USING INDEX …, or FULL");
    }

    private async Task PublicationAsync(IReadOnlyList<Relation> relations, int version, CancellationToken cancellation)
    {
        var name = options.Publication!;
        var make = $"CREATE PUBLICATION {Identifier.Quote(name)} FOR TABLE {string.Join(", ", options.Tables)}";
        await using (var command = connection.CommandFor(FollowSql.Publication, name))
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await row.ReadAsync(cancellation))
            {
                _missing.Add($"there is no publication {name}; {make}");
                return;
            }

            Need(
                row.GetBoolean(0) && row.GetBoolean(1) && row.GetBoolean(2) && row.GetBoolean(3),
                $"the publication {name} leaves out some kinds of changes; ALTER PUBLICATION {Identifier.Quote(name)} SET (publish = "
                    + "'insert, update, delete, truncate')");
            Need(
                !row.GetBoolean(4),
                $"the publication {name} publishes partitions under the name of their table; ALTER PUBLICATION {Identifier.Quote(name)} "
                    + "SET (publish_via_partition_root = false)");
        }

        var published = (await TablesOfAsync<uint>(FollowSql.Published, cancellation)).ToHashSet();
        var others = relations.Where(relation => !published.Contains(relation.Oid)).Select(static relation => relation.Name).ToList();
        Need(
            others.Count == 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the publication {name} is not of {string.Join(", ", others)}; ALTER PUBLICATION {Identifier.Quote(name)} ADD TABLE …"));
        if (version >= FirstWithFilters && await TablesOfAsync<string>(FollowSql.PublishedInPart, cancellation) is { Count: > 0 } parts)
            _missing.Add($"the publication {name} leaves out rows or columns of {string.Join(", ", parts)}; publish them whole");
    }

    private async Task<List<T>> TablesOfAsync<T>(string sql, CancellationToken cancellation)
    {
        var tables = new List<T>();
        await using var command = connection.CommandFor(sql, options.Publication!);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            tables.Add(await rows.GetFieldValueAsync<T>(0, cancellation));

        return tables;
    }

    private void Need(bool isThere, string otherwise)
    {
        if (!isThere)
            _missing.Add(otherwise);
    }
}

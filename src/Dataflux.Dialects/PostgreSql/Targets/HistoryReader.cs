using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Targets;

/// <summary>Reads what a server and its tables are: who they are, and what changes when they lose rows as a whole.</summary>
internal static class HistoryReader
{
    // Any user may call this, unless the administrator or a provider took that right.
    private const string System = "(select system_identifier::text from pg_control_system())";

    // The checkpoint's timeline is still the old one for a while after a promotion; that of the next write is not.
    private const string Timeline = "substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)";

    private const string Database = """
        oid::text, extract(epoch from pg_postmaster_start_time())::text from pg_database where datname = current_database()
        """;

    // With all partitions and children. TRUNCATE gives a table another file, everything else that replaces it another oid.
    private const string Tables = """
        with recursive tree as (
          select to_regclass(name)::oid as oid from unnest($1::text[]) name
          union
          select i.inhrelid from pg_inherits i join tree on i.inhparent = tree.oid)
        select format('%I.%I', n.nspname, c.relname), format('%s/%s', c.oid, c.relfilenode), c.relpersistence = 'u' and c.relkind = 'r'
        from tree join pg_class c on c.oid = tree.oid join pg_namespace n on n.oid = c.relnamespace
        """;

    internal static async Task<TargetHistory> ReadAsync(
        NpgsqlConnection connection, IEnumerable<CatalogTable> tables, CancellationToken cancellation)
    {
        var history = await TryAsync(connection, $"{System}, {Timeline}", cancellation) ?? await InPartsAsync(connection, cancellation);
        string[] names = [.. tables.Select(table => Identifier.Quote(table.Schema, table.Name)).Distinct()];
        if (names.Length == 0)
            return history;

        var found = history.Tables.ToBuilder();
        var unlogged = history.Volatile.ToBuilder();
        await using var command = new NpgsqlCommand(Tables, connection) { Parameters = { new() { Value = names } } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found[rows.GetString(0)] = rows.GetString(1);
            if (rows.GetBoolean(2))
                unlogged.Add(rows.GetString(0));
        }

        return history with { Tables = found.ToImmutable(), Volatile = unlogged.ToImmutable() };
    }

    // What the user may not ask, or the server does not know, is left out.
    private static async Task<TargetHistory> InPartsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var system = await TryAsync(connection, $"{System}, null::text", cancellation);
        var timeline = await TryAsync(connection, $"null::text, {Timeline}", cancellation);
        var neither = await ReadAsync(connection, "null::text, null::text", cancellation);
        return neither with { System = system?.System, Timeline = timeline?.Timeline };
    }

    private static async Task<TargetHistory?> TryAsync(NpgsqlConnection connection, string who, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(connection, who, cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFunction
            or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.ObjectNotInPrerequisiteState)
        {
            return null; // a standby does not know where it would write; it is not written to either
        }
    }

    private static async Task<TargetHistory> ReadAsync(NpgsqlConnection connection, string who, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {who}, {Database}", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new()
        {
            System = reader.IsDBNull(0) ? null : reader.GetString(0),
            Timeline = reader.IsDBNull(1) ? null : reader.GetString(1),
            Database = reader.GetString(2),
            Start = reader.GetString(3),
        };
    }
}

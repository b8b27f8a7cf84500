using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>
/// The table <c>dataflux.state</c>, in which migrations mark their commits and keep their state (<c>checkpoint: target</c>), during one transaction. Contents
/// are bytes, because the database's encoding need not have every character of a rejected item.
/// </summary>
internal sealed class StateTable(NpgsqlConnection connection, CancellationToken cancellation) : ITargetDocuments
{
    /// <summary>Two migrations that make a table in the schema at the same moment would fail over each other without this lock (any constant will do).</summary>
    internal const string Alone = "select pg_advisory_xact_lock(3561924403171873); ";

    private const string Make = $"""
        {Alone}
        create schema if not exists dataflux;
        create table if not exists dataflux.state (
          migration text not null, name text collate "C" not null, content bytea not null, changed_at timestamptz not null default now(),
          primary key (migration, name));
        comment on table dataflux.state is 'Marks of the commits of dataflux migrations; with checkpoint: target their progress and rejects';
        """;

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, byte[]>> ReadAsync(string migration)
    {
        if (!await MayAsync(IsThereAsync()))
            yield break;

        await using var select = new NpgsqlCommand("select name, content from dataflux.state where migration = $1 order by name", connection)
        {
            Parameters = { Text(migration) },
        };
        await using var reader = await MayAsync(select.ExecuteReaderAsync(cancellation));
        while (await reader.ReadAsync(cancellation))
            yield return new(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
    }

    /// <inheritdoc/>
    public async Task PutAsync(string migration, string name, ReadOnlyMemory<byte> content)
    {
        await using var put = new NpgsqlCommand(
            """
            insert into dataflux.state (migration, name, content) values ($1, $2, $3)
            on conflict (migration, name) do update set content = excluded.content, changed_at = now()
            """,
            connection)
        {
            Parameters = { Text(migration), Text(name), Bytes(content) },
        };
        await put.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> ReplaceAsync(string migration, string name, ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> before)
    {
        await using var replace = new NpgsqlCommand(
            """
            update dataflux.state set content = $3, changed_at = now()
            where migration = $1 and name = $2 and (content = $4 or content = $3)
            """,
            connection)
        {
            Parameters = { Text(migration), Text(name), Bytes(content), Bytes(before) },
        };
        try
        {
            return await replace.ExecuteNonQueryAsync(cancellation) == 1;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task MakeAsync()
    {
        if (!await MayAsync(IsThereAsync()))
        {
            await using var make = new NpgsqlCommand(Make, connection);
            await MayAsync(make.ExecuteNonQueryAsync(cancellation));
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string migration)
    {
        await MakeAsync();
        await using var delete = new NpgsqlCommand("delete from dataflux.state where migration = $1", connection) { Parameters = { Text(migration) } };
        await delete.ExecuteNonQueryAsync(cancellation);
    }

    // A right that is missing, a server that has no such thing, or a trigger that refuses it: unlike a full disk, say, that is here to stay.
    private static async Task<T> MayAsync<T>(Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (PostgresException e) when (e.SqlState[..2] is "42" or "0A" or "P0")
        {
            throw new TargetException(PostgreSqlFailures.Classify(e).Message, e) { IsNoPlaceForDocuments = true };
        }
    }

    private static NpgsqlParameter Bytes(ReadOnlyMemory<byte> value) => new() { Value = value.ToArray(), NpgsqlDbType = NpgsqlDbType.Bytea };

    private static NpgsqlParameter Text(string value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text };

    private async Task<bool> IsThereAsync()
    {
        await using var find = new NpgsqlCommand("select to_regclass('dataflux.state') is not null", connection);
        return (bool)(await find.ExecuteScalarAsync(cancellation))!;
    }
}

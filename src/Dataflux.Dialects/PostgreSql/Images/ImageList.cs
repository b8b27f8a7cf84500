using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Images;

/// <summary>The table <c>dataflux.undo</c>: a line for each table of images, and what its run has undone so far.</summary>
internal static class ImageList
{
    /// <summary>Whether it is there.</summary>
    internal const string IsThere = "select to_regclass('dataflux.undo') is not null";

    private const string MakeSchema = "create schema if not exists dataflux; ";

    private const string MakeTable = """
        create table if not exists dataflux.undo (
          id bigint generated always as identity primary key, migration text collate "C" not null, run bigint not null,
          relation text collate "C" not null, key text[] not null, shape text[] not null, deleted bigint not null default 0,
          restored bigint not null default 0, asbefore bigint not null default 0, since timestamptz not null default now(), unique (migration, run, relation));
        comment on table dataflux.undo is
          'Which table dataflux.undo_<id> holds the images of the rows that a run of dataflux changed: what "dataflux undo" restores'
        """;

    private const string Bytes = """
        select coalesce(sum(pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('dataflux.undo_' || id))), 0)::bigint
          from dataflux.undo where migration = $1 and run = $2
        """;

    private const string Listed = "select id, relation, key, shape from dataflux.undo where migration = $1 and run = $2 order by id";

    /// <summary>Makes it if it is not there, and keeps others from making tables until the transaction ends.</summary>
    internal static async Task MakeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await connection.RunAsync(PostgreSqlFlavour.Alone, cancellation);
        if (await IsThereAsync(connection, cancellation))
            return;

        // Who may not make schemas may still make tables in one that is there.
        var hasSchema = await connection.AskAsync<bool>("select to_regnamespace('dataflux') is not null", cancellation);
        await connection.RunAsync((hasSchema ? "" : MakeSchema) + MakeTable, cancellation);
    }

    /// <summary>Whether it is there.</summary>
    internal static Task<bool> IsThereAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.AskAsync<bool>(IsThere, cancellation);

    /// <summary>How much room the images of a run take.</summary>
    internal static async Task<long> BytesAsync(NpgsqlConnection connection, string migration, long run, CancellationToken cancellation)
    {
        if (!await IsThereAsync(connection, cancellation))
            return 0;
        await using var bytes = Command(connection, Bytes, migration, run);
        return (long)(await bytes.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The tables of a run's images.</summary>
    internal static async Task<IReadOnlyList<ListedImages>> ReadAsync(
        NpgsqlConnection connection, string migration, long run, CancellationToken cancellation)
    {
        var listed = new List<ListedImages>();
        if (!await IsThereAsync(connection, cancellation))
            return listed;
        await using var read = Command(connection, Listed, migration, run);
        await using var reader = await read.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            listed.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<string[]>(2), reader.GetFieldValue<string[]>(3)));
        return listed;
    }

    /// <summary>Deletes the images of a run.</summary>
    /// <returns>Whether there were any.</returns>
    internal static async Task<bool> ForgetAsync(NpgsqlConnection connection, string migration, long run, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var listed = await ReadAsync(connection, migration, run, cancellation);
        foreach (var images in listed)
        {
            var sql = $"{UndoTrigger.Drop(images.Id)}; drop table {ImageTable.SqlOf(images.Id)}";
            await connection.RunAsync(sql, cancellation);
        }

        if (listed.Count > 0)
        {
            await using var forget = Command(connection, "delete from dataflux.undo where migration = $1 and run = $2", migration, run);
            await forget.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return listed.Count > 0;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string migration, long run) =>
        new(sql, connection) { Parameters = { new() { Value = migration }, new() { Value = run } } };
}

using System.Data.Common;
using Dataflux.Dialects.Sql.Scripts;

namespace Dataflux.Dialects.MySql.Images;

/// <summary>The table <c>dataflux_undo</c>: a line for each table of images, and what its run has undone so far.</summary>
internal static class ImageList
{
    /// <summary>Makes it if it is not there.</summary>
    internal const string Make = """
        create table if not exists dataflux_undo (
          id bigint not null auto_increment primary key, migration varchar(191) character set utf8mb4 collate utf8mb4_bin not null,
          run bigint not null, schema_name varchar(64) character set utf8mb4 collate utf8mb4_bin not null,
          table_name varchar(64) character set utf8mb4 collate utf8mb4_bin not null, key_columns text character set utf8mb4 not null,
          shape longtext character set utf8mb4 not null, deleted bigint not null default 0, restored bigint not null default 0,
          asbefore bigint not null default 0, since datetime(6) not null default current_timestamp(6),
          unique (migration, run, schema_name, table_name)) engine = InnoDB
          comment = 'Which table dataflux_undo_<id> holds the images of the rows that a run of dataflux changed: what undo restores'
        """;

    private const string IsThere =
        "select count(*) from information_schema.tables where table_schema = database() and table_name = 'dataflux_undo'";

    private const string Listed =
        "select id, schema_name, table_name, key_columns, shape from dataflux_undo where migration = ? and run = ? order by id";

    private const string Bytes = """
        select cast(coalesce(sum(t.data_length + t.index_length), 0) as signed)
          from dataflux_undo u join information_schema.tables t
            on t.table_schema = database() and t.table_name = concat('dataflux_undo_', u.id)
         where u.migration = ? and u.run = ?
        """;

    /// <summary>How much room the images of a run take.</summary>
    internal static async Task<long> BytesAsync(DbConnection connection, string migration, long run, CancellationToken cancellation) =>
        await IsThereAsync(connection, cancellation) ? await connection.AskAsync<long>(Bytes, cancellation, migration, run) : 0;

    /// <summary>The tables of a run's images.</summary>
    internal static async Task<IReadOnlyList<ListedImages>> ReadAsync(
        DbConnection connection, string migration, long run, CancellationToken cancellation)
    {
        var listed = new List<ListedImages>();
        if (!await IsThereAsync(connection, cancellation))
            return listed;
        await using var read = connection.CommandFor(Listed, migration, run);
        await using var reader = await read.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            listed.Add(new(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3).Split('\0'), reader.GetString(4)));
        }

        return listed;
    }

    /// <summary>Deletes the images of a run: the tables first, so that what is left when that is interrupted is listed.</summary>
    /// <returns>Whether there were any.</returns>
    internal static async Task<bool> ForgetAsync(DbConnection connection, string migration, long run, CancellationToken cancellation)
    {
        var listed = await ReadAsync(connection, migration, run, cancellation);
        foreach (var images in listed)
            await connection.RunAsync($"drop table if exists {ImageTable.SqlOf(images.Id)}", cancellation);
        if (listed.Count > 0)
            await connection.RunAsync("delete from dataflux_undo where migration = ? and run = ?", cancellation, migration, run);
        return listed.Count > 0;
    }

    private static Task<bool> IsThereAsync(DbConnection connection, CancellationToken cancellation) =>
        connection.AskAsync<bool>(IsThere, cancellation);
}

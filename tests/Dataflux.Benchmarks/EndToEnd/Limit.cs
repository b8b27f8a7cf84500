using System.Diagnostics;
using Npgsql;

namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>
/// What the database can do at best: the same rows, ready as binary COPY data, over one connection and in one transaction. No reading, no
/// unzipping, no script, no batches. An empty table takes them straight, with its key; one that has rows by a staging table and a merge.
/// </summary>
internal sealed class Limit(Database database, string file)
{
    private const int CopyBytes = 1024 * 1024;

    /// <summary>
    /// Takes the ready rows from the finished table, in the order of their hashed UUIDs: like an export's, it has nothing to do with the
    /// keys.
    /// </summary>
    internal async Task TakeRowsAsync(CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var rows = await connection.BeginRawBinaryCopyAsync(
            "copy (select * from picture order by uuid) to stdout (format binary)", cancellation);
        await using var target = File.Create(file);
        await rows.CopyToAsync(target, CopyBytes, cancellation);
    }

    /// <summary>Copies them straight into the table, which is empty.</summary>
    internal Task<Measurement> CopyAsync(CancellationToken cancellation) =>
        MeasureAsync((connection, stop) => CopyAsync(connection, "picture", stop), cancellation);

    /// <summary>Merges them into the table, which is empty or holds them already.</summary>
    internal Task<Measurement> MergeAsync(CancellationToken cancellation) => MeasureAsync(
        async (connection, stop) =>
        {
            await ExecuteAsync(connection, "create temp table ready (like picture) on commit drop", stop);
            await CopyAsync(connection, "ready", stop);
            await ExecuteAsync(connection, Merge(await ColumnsAsync(connection, stop)), stop);
        },
        cancellation);

    private async Task CopyAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} from stdin (format binary)", cancellation);
        await using var rows = File.OpenRead(file);
        await rows.CopyToAsync(copy, CopyBytes, cancellation);
    }

    private async Task<Measurement> MeasureAsync(
        Func<NpgsqlConnection, CancellationToken, Task> write, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        var updated = await database.UpdatedAsync(cancellation);
        var (server, tool) = (database.Cpu(), Environment.CpuUsage.TotalTime);
        var begun = Stopwatch.GetTimestamp();
        await using (var transaction = await connection.BeginTransactionAsync(cancellation))
        {
            await write(connection, cancellation);
            await transaction.CommitAsync(cancellation);
        }

        var wall = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var toolCpu = (Environment.CpuUsage.TotalTime - tool).TotalSeconds;
        return new(wall, toolCpu, database.Cpu() - server, PeakMemory: 0, await database.UpdatedAsync(cancellation) - updated);
    }

    private static string Merge(List<string> columns) => $"""
        insert into picture as t select * from ready on conflict (id) do update
        set {string.Join(", ", columns.Select(c => $"{c} = excluded.{c}"))}
        where ({string.Join(", ", columns.Select(c => $"t.{c}"))})
          is distinct from ({string.Join(", ", columns.Select(c => $"excluded.{c}"))})
        """;

    private static async Task<List<string>> ColumnsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        const string sql = """
            select quote_ident(attname) from pg_attribute where attrelid = 'picture'::regclass and attnum > 0 and attname <> 'id'
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var columns = new List<string>();
        while (await reader.ReadAsync(cancellation))
            columns.Add(reader.GetString(0));

        return columns;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

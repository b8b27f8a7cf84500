using System.Globalization;
using Dataflux.Dialects.PostgreSql.Embedded;
using Npgsql;

namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>The private server that both sides write to, with its counters.</summary>
internal sealed class Database(EmbeddedServer server, NpgsqlDataSource source) : IAsyncDisposable
{
    internal string ConnectionString => server.ConnectionString;

    internal NpgsqlDataSource Source => source;

    internal static async Task<Database> StartAsync(string folder, CancellationToken cancellation)
    {
        var server = await EmbeddedServer.StartAsync(folder, cancellation);
        return new Database(server, NpgsqlDataSource.Create(server.ConnectionString));
    }

    internal async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    internal async Task<long> NumberAsync(string sql, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture);
    }

    /// <summary>CPU seconds of the server so far.</summary>
    internal double Cpu() => ProcessTimes.Server(
        int.Parse(File.ReadLines(Path.Combine(server.DataFolder, "postmaster.pid")).First(), CultureInfo.InvariantCulture));

    /// <summary>Rows of the table that were updated so far. Sessions report at their end, so they are ended first.</summary>
    internal Task<long> UpdatedAsync(CancellationToken cancellation) => NumberAsync(
        "select coalesce(sum(n_tup_upd), 0)::bigint from pg_stat_user_tables where relname = 'picture'", cancellation);

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await server.DisposeAsync();
    }
}

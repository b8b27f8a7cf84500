using System.Diagnostics;
using Npgsql;

namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>
/// What somebody would write who needs the rows once: <c>pictures.py</c>, all items in memory and one COPY by psql. Needs both programs.
/// </summary>
internal sealed class PlainScript(Database database, string export)
{
    /// <summary>Keeps what dataflux wrote, to be compared with.</summary>
    internal async Task KeepExpectedAsync(CancellationToken cancellation)
    {
        await database.ExecuteAsync("drop table if exists expected", cancellation);
        await database.ExecuteAsync("create table expected as table picture", cancellation);
    }

    /// <summary>Writes the export into the table, which is empty.</summary>
    internal async Task<Measurement> RunAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var server = database.Cpu();
        var begun = Stopwatch.GetTimestamp();
        var (cpu, peak) = await Programs.RunAsync(
            AppContext.BaseDirectory,
            "python3",
            Path.Combine(AppContext.BaseDirectory, "pictures.py"),
            export,
            $"host={connection.Host} port={connection.Port} user={connection.Username} dbname={connection.Database}");
        return new(Stopwatch.GetElapsedTime(begun).TotalSeconds, cpu, database.Cpu() - server, peak, Updated: 0);
    }

    /// <summary>How many rows are not as dataflux wrote them.</summary>
    internal Task<long> DifferingAsync(CancellationToken cancellation) => database.NumberAsync(
        "select count(*) from (table picture except table expected) rows", cancellation);
}

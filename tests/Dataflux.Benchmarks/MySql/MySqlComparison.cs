using System.Diagnostics;
using System.Globalization;
using Dataflux.Benchmarks.EndToEnd;
using Dataflux.Dialects.MySql;
using Dataflux.Engine.Settings;
using Dataflux.IntegrationTests;
using MySqlConnector;

namespace Dataflux.Benchmarks.MySql;

/// <summary>
/// Measures the writers of the target <c>mysql</c> and a plain client in turn, with the same rows, in one run against one server: rows
/// into an empty table, the same rows again, and again with every other row changed.
/// </summary>
internal static class MySqlComparison
{
    private const int RowsOfTransaction = 5_000;
    private const string Usage = "usage: mysql [--rows 200000] [--runs 3]";

    /// <summary>Runs it, and prints a table.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        var (rows, runs) = (200_000, 3);
        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            var value = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture);
            (rows, runs) = arguments[i] switch
            {
                "--rows" => (value, runs),
                "--runs" => (rows, value),
                _ => throw new FormatException(Usage),
            };
        }

        await using var server = await MariaDbServer.StartAsync("--innodb-buffer-pool-size=1G", "--innodb-log-file-size=512M");
        var database = await server.CreateDatabaseAsync();
        Console.WriteLine($"{Environment.ProcessorCount} CPUs, {rows:N0} rows, {RowsOfTransaction:N0} a transaction, medians of {runs}");
        Console.WriteLine();
        Console.WriteLine("| rows | phase | who | wall s | rows/s | server CPU s | x plain | x plain's CPU |");
        Console.WriteLine("|---|---|---|---:|---:|---:|---:|---:|");
        await CompareAsync(server, database, Photo.TableSql, Photo.Create, rows, runs);
        await CompareAsync(server, database, Account.TableSql, Account.Create, 2 * rows, runs);
        return 0;
    }

    private static async Task CompareAsync<TRow>(
        MariaDbServer server, string database, string table, Func<int, int, TRow> create, int count, int runs)
        where TRow : class, IContestRow
    {
        var before = Enumerable.Range(0, count).Select(i => create(i, 0)).ToList();
        var after = Enumerable.Range(0, count).Select(i => i % 2 == 0 ? before[i] : create(i, 1)).ToList();
        var taken = new Dictionary<(string Phase, string Who), List<Measurement>>();
        (string Who, Func<List<TRow>, Task> Write)[] contestants =
        [
            ("plain, 1 connection", rows => PlainClient.WriteAsync(database, rows, 1, RowsOfTransaction)),
            ("plain, 2 connections", rows => PlainClient.WriteAsync(database, rows, 2, RowsOfTransaction)),
            ("dataflux, 1 writer", rows => WriteAsync(database, rows, writers: 1)),
            ("dataflux, 2 writers", rows => WriteAsync(database, rows, writers: 2)),
        ];
        for (var run = 0; run <= runs; run++)
        {
            foreach (var (who, write) in contestants)
            {
                await SqlAsync(database, $"drop table if exists {TRow.TableName}; {table}");
                foreach (var (phase, rows) in new[] { ("empty table", before), ("again", before), ("half changed", after) })
                {
                    var measured = await MeasureAsync(server, () => write(rows));
                    if (run == 0)
                        continue; // the first warms up
                    if (!taken.TryGetValue((phase, who), out var list))
                        taken[(phase, who)] = list = [];
                    list.Add(measured);
                }
            }
        }

        foreach (var ((phase, who), measured) in taken.OrderBy(static pair => pair.Key.Phase, StringComparer.Ordinal))
        {
            var median = Measurement.Median(measured);
            var plain = Measurement.Median(taken[(phase, contestants[0].Who)]);
            Console.WriteLine($"| {TRow.TableName} | {phase} | {who} | {median.Wall:F2} | {count / median.Wall:N0} | "
                + $"{median.ServerCpu:F2} | {plain.Wall / median.Wall:F2} | {plain.ServerCpu / median.ServerCpu:F2} |");
        }
    }

    private static async Task<Measurement> MeasureAsync(MariaDbServer server, Func<Task> work)
    {
        GC.Collect();
        var cpu = ProcessTimes.Server(server.ProcessId);
        var watch = Stopwatch.StartNew();
        await work();
        return new(watch.Elapsed.TotalSeconds, 0, ProcessTimes.Server(server.ProcessId) - cpu, 0, 0);
    }

    private static async Task WriteAsync<TRow>(string database, List<TRow> rows, int writers)
        where TRow : class
    {
        var settings = new DialectSettings(new Dictionary<string, object> { ["connection"] = database }, Path.GetTempPath());
        await using var target = MySqlDialect.Dialect.Create(settings);
        await target.PrepareAsync([typeof(TRow)], CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(part => Task.Run(async () =>
        {
            await using var session = await target.OpenSessionAsync(CancellationToken.None);
            foreach (var batch in rows.Chunk(RowsOfTransaction).Where((_, i) => i % writers == part))
                await session.WriteAsync(into => into.Upsert(batch), CancellationToken.None);
        })));
    }

    private static async Task SqlAsync(string database, string sql)
    {
        await using var connection = new MySqlConnection(database);
        await connection.OpenAsync();
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

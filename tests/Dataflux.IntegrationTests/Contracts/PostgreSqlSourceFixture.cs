using System.Text.Json;
using Dataflux.Contracts;
using Dataflux.Dialects.PostgreSql;
using Dataflux.Engine.Settings;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>A table for each part, in a database that the tests of the suite use one after the other.</summary>
internal sealed class PostgreSqlSourceFixture(PostgreSqlFixture server) : SourceFixture
{
    private static string? _database;

    public override SourceDialect Dialect => PostgreSqlReading.Dialect;

    public override DialectSettings Settings => new(
        new Dictionary<string, object> { ["connection"] = _database!, ["tables"] = "part_0,part_1,part_2" },
        stateFolder: Path.GetTempPath());

    public override async Task MakeAsync(IReadOnlyList<IReadOnlyList<string>> parts, CancellationToken cancellation)
    {
        _database ??= await server.CreateDatabaseAsync();
        await MakeTablesAsync(_database, parts, cancellation);
    }

    /// <summary>Drops the tables and makes them again.</summary>
    internal static async Task MakeTablesAsync(
        string connectionString, IReadOnlyList<IReadOnlyList<string>> parts, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        for (var i = 0; i < parts.Count; i++)
        {
            await using var command = new NpgsqlCommand(
                $"drop table if exists part_{i}; create table part_{i} (part smallint, number bigint primary key, noise text not null)",
                connection);
            await command.ExecuteNonQueryAsync(cancellation);
            await using var rows = await connection.BeginBinaryImportAsync($"copy part_{i} from stdin (format binary)", cancellation);

            // Backwards: where rows lie is not the order of their keys.
            foreach (var line in parts[i].Reverse())
            {
                using var json = JsonDocument.Parse(line);
                var item = json.RootElement.GetProperty("Item");
                await rows.StartRowAsync(cancellation);
                await rows.WriteAsync(short.Parse(Value("part", "N")), NpgsqlDbType.Smallint, cancellation);
                await rows.WriteAsync(long.Parse(Value("number", "N")), NpgsqlDbType.Bigint, cancellation);
                await rows.WriteAsync(Value("noise", "S"), NpgsqlDbType.Text, cancellation);

                string Value(string name, string type) => item.GetProperty(name).GetProperty(type).GetString()!;
            }

            await rows.CompleteAsync(cancellation);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

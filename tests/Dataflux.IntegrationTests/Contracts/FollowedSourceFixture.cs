using Dataflux.Contracts;
using Dataflux.Dialects.PostgreSql;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>A table for each part, and a slot of the fixture's own that they are followed by.</summary>
internal sealed class FollowedSourceFixture(LogicalServer server) : SourceFixture
{
    private static string? _database;
    private static int _slots;

    private readonly string _slot = $"contract_{Interlocked.Increment(ref _slots)}";
    private readonly string _state = Directory.CreateTempSubdirectory("dataflux-follow-").FullName;
    private int _added;

    public override SourceDialect Dialect => PostgreSqlReading.Dialect;

    public override DialectSettings Settings => new(
        new Dictionary<string, object>
        {
            ["connection"] = _database!,
            ["tables"] = "part_0,part_1,part_2",
            ["follow"] = true,
            ["slot"] = _slot,
            ["publication"] = "contract",
        },
        _state)
    {
        KeepsState = true,
        Migrates = true,
    };

    public override Func<int, CancellationToken, Task>? GrowAsync => (count, cancellation) =>
    {
        var first = 10_000 + _added;
        _added += count;
        return SqlAsync($"insert into part_1 select 1, n, 'more' from generate_series({first}, {first + count - 1}) n", cancellation);
    };

    public override async Task MakeAsync(IReadOnlyList<IReadOnlyList<string>> parts, CancellationToken cancellation)
    {
        _database ??= await server.CreateDatabaseAsync();
        await PostgreSqlSourceFixture.MakeTablesAsync(_database, parts, cancellation);
        await SqlAsync("drop publication if exists contract; create publication contract for table part_0, part_1, part_2", cancellation);
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_state, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task SqlAsync(string sql, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(_database!);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

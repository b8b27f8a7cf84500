using Dataflux.Dialects.MySql;
using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;
using MySqlConnector;

namespace Dataflux.IntegrationTests.MySql;

/// <summary>A database with tables of a test's own, a target on it, and a way past the target.</summary>
internal sealed class MySqlBench : IAsyncDisposable
{
    private readonly string _database;
    private readonly List<ITargetSession> _sessions = [];

    private MySqlBench(string database, bool mayLoad)
    {
        _database = database;
        var settings = new DialectSettings(new Dictionary<string, object> { ["connection"] = database }, "/tmp");
        Target = new MySqlTarget(MySqlAddress.From(settings)) { MayLoad = mayLoad };
    }

    internal ITargetConnection Target { get; }

    internal string Database => _database;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Makes a database with tables.</summary>
    internal static async Task<MySqlBench> CreateAsync(string database, string tables, bool mayLoad = true)
    {
        var bench = new MySqlBench(database, mayLoad);
        await bench.SqlAsync(tables);
        return bench;
    }

    /// <summary>Prepares the target and opens a session.</summary>
    internal async Task<ITargetSession> OpenAsync(params Type[] types)
    {
        await Target.PrepareAsync(types, Stop);
        var session = await Target.OpenSessionAsync(Stop);
        _sessions.Add(session);
        return session;
    }

    /// <summary>Writes records in one transaction of a session.</summary>
    internal static Task<WriteCounts> WriteAsync<T>(ITargetSession session, params T[] records)
        where T : notnull => session.WriteAsync(target => target.Upsert(records), Stop);

    /// <summary>Writes in one transaction of a session.</summary>
    internal static Task<WriteCounts> WriteAsync(ITargetSession session, Func<ISqlTarget, Task> write) =>
        session.WriteAsync(target => write((ISqlTarget)target), Stop);

    /// <summary>What a call threw, as the engine understands it.</summary>
    internal async Task<Failure> FailureOfAsync(Func<Task> call)
    {
        var thrown = await Record.ExceptionAsync(call);
        Assert.NotNull(thrown);
        return Target.Classify(thrown);
    }

    /// <summary>Runs statements past the target.</summary>
    internal async Task SqlAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await RunAsync(connection, sql);
    }

    /// <summary>Runs statements over a connection past the target.</summary>
    internal static async Task<int> RunAsync(MySqlConnection connection, string sql)
    {
        await using var command = new MySqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(Stop);
    }

    /// <summary>The rows of a query past the target, with a bar between their values.</summary>
    internal async Task<string[]> RowsAsync(string query)
    {
        var rows = new List<string>();
        await using var connection = await ConnectAsync();
        await using var command = new MySqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        while (await reader.ReadAsync(Stop))
        {
            var values = Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : $"{reader.GetValue(i)}");
            rows.Add(string.Join('|', values));
        }

        return [.. rows];
    }

    internal async Task<MySqlConnection> ConnectAsync()
    {
        var connection = new MySqlConnection(_database + ";Pooling=false;AllowUserVariables=true");
        await connection.OpenAsync(Stop);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
            await session.DisposeAsync();
        await Target.DisposeAsync();
    }
}

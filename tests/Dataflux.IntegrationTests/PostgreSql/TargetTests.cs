using Dataflux.Dialects.PostgreSql.Targets;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>A target over a database of the test's own.</summary>
public abstract class TargetTests(PostgreSqlFixture server) : IAsyncLifetime
{
    private readonly List<ITargetSession> _sessions = [];
    private string _database = "";

    private protected NpgsqlDataSource Source { get; private set; } = null!;

    private protected PostgreSqlTarget Target { get; private set; } = null!;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        Source = NpgsqlDataSource.Create(_database);
        Target = new(Source, "test");
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
            await session.DisposeAsync();
        await Target.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Leaves a test out where the server is too old for what it is about.</summary>
    private protected async Task SkipBeforeAsync(int version, string what)
    {
        await using var connection = await Source.OpenConnectionAsync(Stop);
        Assert.SkipWhen(connection.PostgreSqlVersion.Major < version, $"PostgreSQL {connection.PostgreSqlVersion.Major} has no {what}");
    }

    private protected async Task<ITargetSession> SessionAsync()
    {
        var session = await Target.OpenSessionAsync(Stop);
        _sessions.Add(session);
        return session;
    }

    /// <summary>A target of its own, as that of another run.</summary>
    /// <param name="user">Who connects; <see langword="null"/>: as everywhere.</param>
    private protected PostgreSqlTarget OtherTarget(string? user = null) =>
        new(
            NpgsqlDataSource.Create(
                user is null ? _database : new NpgsqlConnectionStringBuilder(_database) { Username = user }.ConnectionString),
            "other");

    /// <summary>Makes tables and a session prepared for the record type.</summary>
    private protected async Task<ITargetSession> SessionAsync<TRecord>(string sql)
    {
        await SqlAsync(sql);
        await Target.PrepareAsync([typeof(TRecord)], Stop);
        return await SessionAsync();
    }

    /// <summary>Writes records; who overwrote whom is left out, and has tests of its own.</summary>
    private protected static async Task<WriteCounts> WriteAsync<TRecord>(ITargetSession session, params TRecord[] batch)
        where TRecord : notnull => await session.WriteAsync(target => target.Upsert(batch), Stop) with { Overwritten = 0 };

    /// <inheritdoc cref="WriteAsync{TRecord}(ITargetSession, TRecord[])"/>
    private protected static async Task<WriteCounts> WriteAsync<TRecord>(
        ITargetSession session, Action<Upsert> merge, params TRecord[] batch)
        where TRecord : notnull =>
            await session.WriteAsync(target => ((ISqlTarget)target).Upsert(batch, merge), Stop) with { Overwritten = 0 };

    private protected async Task SqlAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }

    /// <summary>What a query gives: one text for each row, its columns separated by bars, null as nothing.</summary>
    private protected async Task<string[]> RowsAsync(string sql)
    {
        var rows = new List<string>();
        await using var command = Source.CreateCommand(sql);
        command.AllResultTypesAreUnknown = true;
        await using var reader = await command.ExecuteReaderAsync(Stop);
        while (await reader.ReadAsync(Stop))
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        return [.. rows];
    }
}

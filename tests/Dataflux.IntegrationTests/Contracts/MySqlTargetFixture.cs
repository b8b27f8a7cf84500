using Dataflux.Contracts;
using Dataflux.Dialects.MySql;
using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;
using MySqlConnector;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>Tables of each test's own, in a database that the tests of the suite use one after the other.</summary>
internal sealed class MySqlTargetFixture(MariaDbFixture server, bool mayLoad = true) : TargetFixture
{
    // Two suites run at the same time.
    private static readonly string?[] s_databases = new string?[2];
    private string _database = "";

    public override async Task MakeAsync(CancellationToken cancellation)
    {
        _database = s_databases[mayLoad ? 1 : 0] ??= await server.CreateDatabaseAsync();
        await SqlAsync(
            """
            drop table if exists dataflux_state, dataflux_writer, dataflux_undo, contract_thing, contract_moment;
            create table contract_thing (id bigint primary key, label varchar(40) not null, body longtext, amount integer not null);
            create table contract_moment (id bigint primary key, at datetime(6) not null);
            """,
            cancellation);
    }

    public override ITargetConnection Open() =>
        new MySqlTarget(MySqlAddress.From(new DialectSettings(new Dictionary<string, object> { ["connection"] = _database }, "/tmp")))
        {
            MayLoad = mayLoad,
            WaitForPredecessor = TimeSpan.FromMilliseconds(200),
        };

    public override Task<IReadOnlyList<Thing>> ThingsAsync(CancellationToken cancellation) => RowsAsync(
        "select id, label, body, amount from contract_thing",
        static row => new Thing(row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt32(3)),
        cancellation);

    public override Task<IReadOnlyList<Moment>> MomentsAsync(CancellationToken cancellation) => RowsAsync(
        "select id, at from contract_moment",
        static row => new Moment(row.GetInt64(0), new DateTimeOffset(row.GetDateTime(1), TimeSpan.Zero)),
        cancellation);

    public override Func<CancellationToken, Task> CutAsync => async cancellation =>
    {
        var sessions = await RowsAsync(
            "select id from information_schema.processlist where id <> connection_id() and db = database()",
            static row => row.GetInt64(0),
            cancellation);
        foreach (var session in sessions)
            await SqlAsync($"kill {session}", cancellation);
    };

    public override ValueTask DisposeAsync() => default;

    private async Task SqlAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = await OpenBesideAsync(cancellation);
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<IReadOnlyList<T>> RowsAsync<T>(string sql, Func<MySqlDataReader, T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await using var connection = await OpenBesideAsync(cancellation);
        await using var command = new MySqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));

        return rows;
    }

    private async Task<MySqlConnection> OpenBesideAsync(CancellationToken cancellation)
    {
        var connection = new MySqlConnection(_database + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        return connection;
    }
}

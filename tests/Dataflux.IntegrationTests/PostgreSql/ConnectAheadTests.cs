using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Targets;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

public sealed class ConnectAheadTests(PostgreSqlFixture server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_connection_made_ahead_is_the_first_sessions()
    {
        var database = await server.CreateDatabaseAsync();
        await using var target = Of(database);
        target.ConnectAhead();
        await using var session = await target.OpenSessionAsync(Stop);

        await using var source = NpgsqlDataSource.Create(database);
        await using var connections = source.CreateCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'dataflux'");
        Assert.Equal(1L, await connections.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task What_is_wrong_with_the_database_is_met_by_the_first_session_as_without_it()
    {
        var missing = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync()) { Database = "missing" }.ConnectionString;
        await using var plain = Of(missing);
        var expected = await Assert.ThrowsAsync<PostgresException>(() => plain.OpenSessionAsync(Stop));
        await using var target = Of(missing);
        target.ConnectAhead();

        var met = await Assert.ThrowsAsync<PostgresException>(() => target.OpenSessionAsync(Stop));

        Assert.Equal(plain.Classify(expected).Message, target.Classify(met).Message);
        Assert.Equal(plain.Classify(expected).Kind, target.Classify(met).Kind);
    }

    private static PostgreSqlTarget Of(string connection) =>
        new(PostgreSqlConnection.From(new DialectSettings(new Dictionary<string, object> { ["connection"] = connection }, "state")));
}

using Dataflux.Contracts;
using Dataflux.Dialects.PostgreSql.Targets;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.IntegrationTests.Contracts;

/// <summary>Tables of each test's own, in a database that the tests of the suite use one after the other.</summary>
internal sealed class PostgreSqlTargetFixture(PostgreSqlFixture server) : TargetFixture
{
    private static string? _database;
    private NpgsqlDataSource _beside = null!;

    public override async Task MakeAsync(CancellationToken cancellation)
    {
        _database ??= await server.CreateDatabaseAsync();
        _beside = NpgsqlDataSource.Create(_database + ";Application Name=beside");
        await SqlAsync(
            """
            drop schema if exists dataflux cascade;
            drop table if exists contract_thing, contract_moment;
            create table contract_thing (id bigint primary key, label varchar(40) not null, body text, amount integer not null);
            create table contract_moment (id bigint primary key, at timestamptz not null);
            """,
            cancellation);
    }

    public override ITargetConnection Open() =>
        new PostgreSqlTarget(NpgsqlDataSource.Create(_database!), "contract") { WaitForPredecessor = TimeSpan.FromMilliseconds(200) };

    public override Task<IReadOnlyList<Thing>> ThingsAsync(CancellationToken cancellation) => RowsAsync(
        "select id, label, body, amount from contract_thing",
        static row => new Thing(row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt32(3)),
        cancellation);

    public override Task<IReadOnlyList<Moment>> MomentsAsync(CancellationToken cancellation) => RowsAsync(
        "select id, at from contract_moment",
        static row => new Moment(row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1)),
        cancellation);

    public override Func<CancellationToken, Task> CutAsync => cancellation => SqlAsync(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and application_name <> 'beside'",
        cancellation);

    public override ValueTask DisposeAsync() => _beside.DisposeAsync();

    private async Task SqlAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _beside.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<IReadOnlyList<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await using var command = _beside.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));

        return rows;
    }
}

using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Targets;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>
/// A role called dataflux, as the embedded server's is: PostgreSQL looks for tables in the schema with its name first, and makes them
/// there, as soon as the schema of dataflux's own tables is made.
/// </summary>
public sealed class OwnSchemaTests(PostgreSqlFixture server) : TargetTests(server)
{
    [Fact]
    public async Task Tables_are_made_and_found_where_they_were_before_dataflux_made_its_schema()
    {
        await SqlAsync("""
            do $$ begin create role dataflux superuser login; exception when duplicate_object then null; end $$;
            create table note (id int primary key);
            insert into note values (1)
            """);
        await using var source = SettingsAfterLogin.SourceOf(
            new NpgsqlConnectionStringBuilder(Source.ConnectionString) { Username = "dataflux" });
        await using var target = new PostgreSqlTarget(source, "test");
        await target.ClaimAsync("notes", Stop);
        Assert.Equal(
            ["dataflux.writer"],
            await RowsAsync("select format('%s.%s', schemaname, tablename) from pg_tables where schemaname = 'dataflux'"));

        await RunAsync(source, "create table if not exists note (id int primary key); insert into note values (2)");

        Assert.Equal(
            ["public.note"], await RowsAsync("select format('%s.%s', schemaname, tablename) from pg_tables where tablename = 'note'"));
        Assert.Equal(["1", "2"], await RowsAsync("select id from note order by id"));
    }

    [Fact]
    public async Task Tables_that_are_in_that_schema_already_are_still_found_there()
    {
        await SqlAsync("""
            do $$ begin create role dataflux superuser login; exception when duplicate_object then null; end $$;
            create schema dataflux;
            create table dataflux.note (id int primary key)
            """);
        await using var source = SettingsAfterLogin.SourceOf(
            new NpgsqlConnectionStringBuilder(Source.ConnectionString) { Username = "dataflux" });
        await using var target = new PostgreSqlTarget(source, "test");
        await target.ClaimAsync("notes", Stop);

        await RunAsync(source, "create table if not exists note (id int primary key); insert into note values (1)");

        Assert.Equal(["1"], await RowsAsync("select id from dataflux.note"));
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }
}

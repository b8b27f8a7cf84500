using Dataflux.Dialects.PostgreSql.Targets;
using Npgsql;

namespace Dataflux.IntegrationTests.Checking;

/// <summary>What PostgreSQL answers to <c>dataflux doctor</c>.</summary>
public sealed class DoctorTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task A_user_is_told_what_it_may_not_do_with_the_statement_that_lets_it()
    {
        var connection = await server.CreateDatabaseAsync();
        var database = new NpgsqlConnectionStringBuilder(connection).Database!;
        var role = $"reader_of_{database}";
        await using var source = NpgsqlDataSource.Create(connection);
        await using (var make = source.CreateCommand($"""
            create role "{role}";
            revoke temporary on database "{database}" from public;
            revoke create on schema public from public;
            """))
        {
            await make.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var owner = new PostgreSqlTarget(NpgsqlDataSource.Create(connection), "test");
        var limited = new NpgsqlConnectionStringBuilder(connection) { Options = $"-c role={role}" };
        await using var reader = new PostgreSqlTarget(NpgsqlDataSource.Create(limited.ConnectionString), "test");
        var right = (await owner.ReportAsync(TestContext.Current.CancellationToken))!;
        var wrong = (await reader.ReportAsync(TestContext.Current.CancellationToken))!;
        await using (var drop = source.CreateCommand($"drop role \"{role}\""))
            await drop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Empty(right.Lacks);
        Assert.StartsWith("PostgreSQL ", right.Server, StringComparison.Ordinal);
        Assert.InRange((DateTimeOffset.UtcNow - right.Time).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(role, wrong.User);
        Assert.Equal(
            [
                $"no temporary tables, which every batch needs; run: grant temporary on database \"{database}\" to \"{role}\"",
                $"no new tables in schema public, as onStart may make; run: grant create on schema \"public\" to \"{role}\"",
            ],
            wrong.Lacks);
    }
}

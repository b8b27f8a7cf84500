using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Ground;
using Dataflux.IntegrationTests.Executable;
using Dataflux.Profiles;
using MySqlConnector;

namespace Dataflux.IntegrationTests.MySql;

/// <summary>What is tried on MariaDB is taken back, and what could not be is not sent.</summary>
public sealed class MySqlRehearsalTests(MariaDbFixture server)
{
    [Table("word")]
    private sealed record Word([property: Key] string Spelling, int Count);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_commits_by_itself_is_refused_and_keys_that_a_collation_merges_are_warned_of()
    {
        await using var bench = await MySqlBench.CreateAsync(
            await server.CreateDatabaseAsync(),
            "create table word (spelling varchar(40) primary key, count int not null) character set utf8mb4 collate utf8mb4_general_ci; "
            + "create procedure commits() begin commit; end");
        await using (var rehearsal = await bench.Target.Capabilities.Rehearsals!.RehearseAsync(Stop))
        {
            await rehearsal.StepAsync(
                static target => ((ISqlTarget)target).Execute("create table if not exists word (other int)"), Stop);
            await rehearsal.PrepareAsync([typeof(Word)], Stop);
            var caution = Assert.Single(rehearsal.Findings);
            Assert.True(caution.IsWarning);
            Assert.Contains("utf8mb4_general_ci", caution.Message, StringComparison.Ordinal);

            foreach (var sql in new[] { "alter table word add other int", "create table if not exists other (n int)", "call commits()" })
            {
                var refused = await Assert.ThrowsAsync<TargetException>(() => rehearsal.StepAsync(
                    async target =>
                    {
                        await target.Upsert([new Word("taken back", 1)]);
                        await ((ISqlTarget)target).Execute(sql);
                    },
                    Stop));
                Assert.Contains("was not sent", refused.Message, StringComparison.Ordinal);
            }

            await Assert.ThrowsAsync<MySqlException>(() => rehearsal.PlanAsync(
                static target => ((ISqlTarget)target).Upsert([new Word("a", 1)], static on => on.Set("count", "no_such_column + 1")),
                Stop));
            await rehearsal.StepAsync(static target => target.Upsert([new Word("a", 1), new Word("b", 2)]), Stop);
            Assert.Equal(2, (await rehearsal.ChangesAsync(Stop)).Single().Inserted - 3); // those that were taken back included
        }

        Assert.Empty(await bench.RowsAsync("select spelling from word"));
        Assert.Equal(["2"], await bench.RowsAsync(
            "select cast(count(*) as char) from information_schema.columns where table_schema = database() and table_name = 'word'"));
    }

    [Fact]
    public async Task Check_try_and_plan_leave_the_pictures_as_they_are()
    {
        var database = await server.CreateDatabaseAsync();
        using var workspace = Workspace.CreateUnconfigured();
        workspace.SetVariable("PICTURES_MYSQL", database);
        await workspace.GenerateExportAsync("--items", "1000", "--files", "2");
        Assert.Contains("was not sent", await workspace.RunAsync(2, "check", "pictures-mysql", "--connect"), StringComparison.Ordinal);
        await workspace.RunAsync(0, "migrate", "pictures-mysql", "--quiet");
        await using var connection = new MySqlConnection(database);
        await connection.OpenAsync(Stop);
        await using (var change = new MySqlCommand("update picture set taxonomy = '[1]'", connection))
            await change.ExecuteNonQueryAsync(Stop);
        var before = await ChecksumAsync(connection);

        Assert.Contains(
            "nothing was written", await workspace.RunAsync(0, "check", "pictures-mysql", "--connect"), StringComparison.Ordinal);
        Assert.Contains("would update picture", await workspace.RunAsync(0, "try", "pictures-mysql"), StringComparison.Ordinal);
        Assert.Contains("undo covers picture", await workspace.RunAsync(0, "plan", "pictures-mysql"), StringComparison.Ordinal);

        Assert.Equal(before, await ChecksumAsync(connection));
    }

    private static async Task<string> ChecksumAsync(MySqlConnection connection)
    {
        await using var command = new MySqlCommand("checksum table picture", connection);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        await reader.ReadAsync(Stop);
        return $"{reader.GetValue(1)}";
    }
}

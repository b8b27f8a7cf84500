using System.Text.Json;
using Dataflux.IntegrationTests.Executable;
using MySqlConnector;

namespace Dataflux.IntegrationTests.MySql;

/// <summary>The executable: a run into MariaDB that keeps images and its undo, each killed (SIGKILL), leave the table as it was.</summary>
public sealed class MySqlUndoTests(MariaDbFixture server)
{
    private const int Killed = 128 + 9;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_and_its_undo_killed_on_their_way_leave_the_table_as_it_was()
    {
        var database = await server.CreateDatabaseAsync();
        using var workspace = Workspace.CreateUnconfigured();
        workspace.SetVariable("PICTURES_MYSQL", database);
        await workspace.GenerateExportAsync("--items", "2000", "--files", "2");
        string[] migrate = ["migrate", "pictures-mysql", "--batch-size", "200", "--quiet"];
        await workspace.RunAsync(0, migrate);
        await using var connection = new MySqlConnection(database);
        await connection.OpenAsync(Stop);

        // Rows to be inserted, updated and left alone.
        await ExecuteAsync(
            connection,
            "delete from picture where id % 3 = 0; "
            + "update picture set path = 'before', createdAt = now(6), taxonomy = '[1]' where id % 3 = 1");
        var before = await RowsAsync(connection);
        workspace.Set("DATAFLUX_UNDO", "keep").Set("DATAFLUX_BATCH_SIZE", "100");

        await workspace.Set("DATAFLUX_KILL_AT", "between-batches:3").RunAsync(Killed, migrate);
        await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, migrate);
        var after = await RowsAsync(connection);
        Assert.NotEqual(before, after);
        await workspace.Set("DATAFLUX_KILL_AT", "between-batches:2").RunAsync(Killed, "undo", "pictures-mysql", "--run", "2", "--yes");
        await UndoAsync(workspace, run: 2, exitCode: 0, changedSince: 0);
        Assert.Equal(before, await RowsAsync(connection));

        // The undo is undone, but for the rows that somebody changed meanwhile.
        await ExecuteAsync(connection, "update picture set taxonomy = '[2]' where path = 'before' order by id limit 2");
        await UndoAsync(workspace, run: 3, exitCode: 1, changedSince: 2);
        var again = await RowsAsync(connection);
        Assert.Equal(2, again.Count(static row => row.Contains("|[2]|", StringComparison.Ordinal)));
        Assert.Equal(2, after.Except(again, StringComparer.Ordinal).Count());
        Assert.Contains("changedSince", await File.ReadAllTextAsync(
            Path.Combine(workspace.Folder, ".dataflux", "pictures-mysql", "undo.ndjson"), Stop), StringComparison.OrdinalIgnoreCase);

        await workspace.RunAsync(0, "forget", "pictures-mysql", "--run", "3", "--yes");
    }

    private static async Task UndoAsync(Workspace workspace, int run, int exitCode, int changedSince)
    {
        using var json = JsonDocument.Parse(await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(
            exitCode, "undo", "pictures-mysql", "--run", $"{run}", "--yes", "--output", "json"));
        var told = json.RootElement;
        Assert.Equal(changedSince, told.GetProperty("changedSince").GetInt64());
        Assert.Equal(run == 2, told.GetProperty("deleted").GetInt64() > 0); // what the undo deleted is restored
        Assert.True(told.GetProperty("restored").GetInt64() > 0);
        Assert.Equal(
            told.GetProperty("images").GetInt64(),
            new[] { "deleted", "restored", "asBefore", "changedSince", "refused" }.Sum(part => told.GetProperty(part).GetInt64()));
    }

    private static async Task ExecuteAsync(MySqlConnection connection, string sql)
    {
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static async Task<List<string>> RowsAsync(MySqlConnection connection)
    {
        var rows = new List<string>();
        await using var command = new MySqlCommand("select * from picture order by id", connection);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        while (await reader.ReadAsync(Stop))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.GetValue(i) is DateTime time ? $"{time:O}" : $"{reader.GetValue(i)}")));
        }

        return rows;
    }
}

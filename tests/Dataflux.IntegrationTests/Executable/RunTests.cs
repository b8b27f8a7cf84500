namespace Dataflux.IntegrationTests.Executable;

/// <summary>How a run begins, is interrupted and ends.</summary>
public sealed class RunTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task With_nothing_configured_the_rows_are_in_a_private_server_that_psql_opens_again()
    {
        using var workspace = Workspace.CreateUnconfigured();
        await workspace.GenerateExportAsync("--items", "400", "--files", "1");

        var migrated = await workspace.RunAsync(0, "migrate", "pictures.yaml");
        var shown = await workspace.RunAsync(0, "psql", "pictures.yaml", "--", "-At", "-c", "select count(*) > 50 from picture");

        Assert.Contains("embedded PostgreSQL", migrated);
        Assert.EndsWith("t", shown.Trim());
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_finishes_the_batches_under_way_and_the_next_run_goes_on(string signal, int exitCode)
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "40000", "--files", "10");
        using var interrupted = workspace.Start("migrate", "pictures.yaml", "--batch-size", "20");
        await interrupted.SeenAsync("Completed file [2/11]");

        await interrupted.SignalAsync(signal);
        var output = await interrupted.EndsWithAsync(exitCode);

        Assert.Contains("run the same command again", output.Trim().Split('\n')[^1]);
        Assert.Equal("interrupted", workspace.Summary().GetProperty("outcome").GetString());
        var resumed = await workspace.RunAsync(0, "migrate", "pictures.yaml");
        Assert.DoesNotContain("Completed file [1/11]", resumed);
        Assert.Equal(40_000, workspace.Summary().GetProperty("counts").GetProperty("items").GetInt64());
    }

    [Fact]
    public async Task A_second_process_is_told_who_holds_the_migration()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "40000", "--files", "10");
        using var first = workspace.Start("migrate", "pictures.yaml", "--batch-size", "20");
        await first.SeenAsync("Completed file [1/11]");

        var refused = await workspace.RunAsync(2, "migrate", "pictures.yaml");

        Assert.Contains($"PID {first.Id}", refused);
        await first.EndsWithAsync(0);
    }

    [Fact]
    public async Task A_table_that_does_not_fit_is_reported_before_the_first_row()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await using (var connection = await workspace.ConnectAsync())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "create table picture (id bigint, pathh text)";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var output = await workspace.RunAsync(4, "migrate", "pictures.yaml");

        Assert.Contains("did you mean", output);
        Assert.Contains("unique index", output);
    }

    [Fact]
    public async Task An_unknown_flag_is_an_error_with_a_suggestion()
    {
        using var workspace = Workspace.CreateUnconfigured();

        var output = await workspace.RunAsync(2, "migrate", "pictures.yaml", "--batchsize", "5");

        Assert.Contains("--batch-size", output);
    }
}

using System.Diagnostics;
using Dataflux.IntegrationTests.Executable;
using Npgsql;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>What happens around the process: a second writer, a reader that goes away, its own server killed.</summary>
public sealed class ProcessTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task A_second_writer_with_another_state_folder_is_refused_by_the_database_until_the_first_one_is_dead()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "400", "--files", "2");
        await workspace.RunAsync(0, "migrate", "pictures.yaml");
        var expected = await Outcome.OfAsync(workspace);
        await using var other = await workspace.ConnectAsync();
        await using var holding = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var lockTable = new NpgsqlCommand("lock table picture in share mode", other))
            await lockTable.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        workspace.ForgetRuns();
        using var first = workspace.Start("migrate", "pictures.yaml");
        await first.SeenAsync("Processing file [1/3]");
        string[] second = ["migrate", "pictures.yaml", "--state-dir", Path.Combine(workspace.Folder, "elsewhere")];

        var refused = await workspace.RunAsync(2, second);

        Assert.Contains("'pictures' is already being written into this database by another process (session ", refused);
        await first.KillAsync();
        await holding.RollbackAsync(TestContext.Current.CancellationToken);
        await workspace.RunAsync(0, second);
        await workspace.RunAsync(0, "migrate", "pictures.yaml");
        Assert.Equal(expected, await Outcome.OfAsync(workspace));
    }

    [Theory]
    [InlineData("| head -n 1; exit ${PIPESTATUS[0]}")]
    [InlineData(">&- 2>&-")]
    public async Task A_closed_output_does_not_end_the_run(string rest)
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "400", "--files", "2", "--bad");

        var code = await workspace.ShellAsync($"'{PublishedTool.Program}' migrate pictures.yaml --verbose {rest}");

        Assert.Equal(1, code);
        Assert.Equal("complete", workspace.Summary().GetProperty("outcome").GetString());
        Assert.Equal(417, workspace.Summary().GetProperty("counts").GetProperty("items").GetInt64());
    }

    [Fact]
    public async Task An_embedded_server_that_is_killed_is_an_outage_and_the_next_run_starts_it_again()
    {
        using var workspace = Workspace.CreateUnconfigured();
        await workspace.GenerateExportAsync("--items", "6000", "--files", "6");
        const string digest = "select count(*) || ' ' || md5(string_agg(p::text, '|' order by id)) from picture p";
        await workspace.RunAsync(0, "migrate", "pictures.yaml");
        var expected = await workspace.RunAsync(0, "psql", "pictures.yaml", "--", "-At", "-c", digest);
        var data = (await workspace.RunAsync(0, "psql", "pictures.yaml", "--", "-At", "-c", "show data_directory")).Trim();
        await workspace.RunAsync(0, "psql", "pictures.yaml", "--", "-c", "drop table picture");
        await workspace.RunAsync(0, "reset", "pictures.yaml", "--yes");
        workspace.ForgetRuns();
        workspace.Set("DATAFLUX_RETRY_FOR", "1s");
        using var run = workspace.Start("migrate", "pictures.yaml", "--batch-size", "5");
        await run.SeenAsync("Completed file [1/7]");

        using (var postmaster = Process.GetProcessById(int.Parse(File.ReadLines(Path.Combine(data, "postmaster.pid")).First())))
            postmaster.Kill();
        var output = await run.EndsWithAsync(4);

        Assert.Contains("gave up writing to the target", output);
        Assert.DoesNotContain("Completed file [1/7]", await workspace.RunAsync(0, "migrate", "pictures.yaml"));
        Assert.Equal(expected, await workspace.RunAsync(0, "psql", "pictures.yaml", "--", "-At", "-c", digest));
    }
}

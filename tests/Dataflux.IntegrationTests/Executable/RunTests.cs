using System.Text.RegularExpressions;

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
    [InlineData("HUP", 143)]
    public async Task A_signal_finishes_the_batches_under_way_and_the_next_run_goes_on(string signal, int exitCode)
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "40000", "--files", "10");

        // Slow enough that the signal comes long before the end, however late it is sent.
        using var interrupted = workspace.Start("migrate", "pictures.yaml", "--batch-size", "20", "--max-rate", "1000/s");
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
    public async Task Too_many_rejects_stop_the_run_with_the_most_frequent_reasons_and_it_can_be_resumed()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "400", "--files", "2", "--bad");

        var output = await workspace.RunAsync(3, "migrate", "pictures.yaml", "--max-rejects", "3", "--quiet");

        Assert.Matches(
            "stopped: 4 of [0-9]+ items were rejected, maxRejects is 3; most frequent:(\\r?\\n  [1-4] x [a-zA-Z]+: .+){1,3}", output);
        Assert.Equal("tooManyRejects", workspace.Summary().GetProperty("outcome").GetString());
        await workspace.RunAsync(1, "migrate", "pictures.yaml", "--quiet");
        Assert.Equal(417, workspace.Summary().GetProperty("counts").GetProperty("items").GetInt64());
    }

    [Fact]
    public async Task The_script_is_named_with_its_hash_and_another_one_than_the_pinned_is_refused()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "100", "--files", "1");
        await PinAsync(new string('0', 64));

        var refused = await workspace.RunAsync(2, "migrate", "pictures.yaml");

        var found = Regex.Match(refused, "has the SHA-256 (?<hash>[0-9a-f]{64}), not the one given here").Groups["hash"].Value;
        Assert.Equal(64, found.Length);
        Assert.False(Directory.Exists(workspace.State) && File.Exists(Path.Combine(workspace.State, "checkpoint.json")));
        await PinAsync(found);
        Assert.Contains($"Profile migrations/pictures.csx, SHA-256 {found}", await workspace.RunAsync(0, "migrate", "pictures.yaml"));
        Assert.Equal(found, workspace.Summary().GetProperty("profileHash").GetString());
        Assert.EndsWith("pictures.csx", workspace.Summary().GetProperty("profilePath").GetString());

        Task PinAsync(string pinned)
        {
            var definition = Path.Combine(workspace.Folder, "migrations", "pictures.yaml");
            var lines = File.ReadAllLines(definition).Where(line => !line.StartsWith("profileSha256", StringComparison.Ordinal));
            return File.WriteAllLinesAsync(definition, lines.Append($"profileSha256: {pinned}"), TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_dataflux_makes_is_private_to_its_user_whatever_the_umask_is(bool embedded)
    {
        using var workspace = embedded ? Workspace.CreateUnconfigured() : await Workspace.CreateAsync(server);
        var states = Path.Combine(workspace.Folder, ".dataflux");
        if (Directory.Exists(states))
        {
            Directory.Delete(Path.Combine(states, "cache")); // the tests' own, which they share
            Directory.Delete(states, recursive: true);
        }

        await workspace.GenerateExportAsync("--items", "100", "--files", "1", "--bad");
        workspace.Set("MIGRATE_LOG_DIR", Path.Combine(workspace.Folder, "logs", "of-pictures"));

        Assert.Equal(0, await workspace.ShellAsync($$"""
            umask 000
            dataflux() { '{{PublishedTool.Program}}' "$@" >&2; }
            dataflux migrate pictures.yaml
            [ $? = 1 ] && dataflux start pictures.yaml && dataflux logs pictures.yaml -f && dataflux pack pictures.yaml && dataflux check pictures.dfpack --prove
            """));

        var made = new[] { states, Path.Combine(workspace.Folder, "logs") }
            .SelectMany(folder => Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Prepend(folder)).ToList();
        Assert.True(
            new[] { "rejects.ndjson", "status.json", "run.log", "report.html", "daemon.out", "place" }.All(
                name => made.Exists(path => Path.GetFileName(path) == name)));
        const UnixFileMode write = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        const UnixFileMode readOrWrite = UnixFileMode.GroupRead | UnixFileMode.OtherRead | write;
        Assert.All(
            made,
            path => Assert.Equal(
                (path, UnixFileMode.None), (path, File.GetUnixFileMode(path) & (Directory.Exists(path) ? write : readOrWrite))));
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.All(
            [workspace.State, Path.Combine(workspace.Folder, "logs", "of-pictures")],
            folder => Assert.Equal(owner, File.GetUnixFileMode(folder)));
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

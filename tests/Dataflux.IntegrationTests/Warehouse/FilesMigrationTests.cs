using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Warehouse;

/// <summary>The pictures migration into files by the real executable, read by DuckDB and compared with an independent model.</summary>
public sealed class FilesMigrationTests
{
    private const int Killed = 128 + 9;
    private static readonly string[] Migrate = ["migrate", "files.yaml", "--quiet"];

    [Theory]
    [InlineData("parquet")]
    [InlineData("ndjson")]
    [InlineData("csv")]
    public async Task Pictures_in_files_are_those_of_the_model_and_a_second_run_writes_the_same_bytes(string format)
    {
        using var workspace = Workspace.CreateUnconfigured();
        var export = await workspace.GenerateExportAsync("--items", "1200", "--files", "3");
        var lake = FilesWorkspace.WritePictures(workspace, format);

        await workspace.RunAsync(0, Migrate);

        Assert.Equal(FilesWorkspace.ExpectedPictures(export), FilesWorkspace.DumpPictures(lake));
        var summary = workspace.Summary("files");
        var records = summary.GetProperty("counts").GetProperty("records").GetProperty("inserted").GetInt64();
        Assert.Equal(records, summary.GetProperty("published").EnumerateArray().Sum(static file => file.GetProperty("rows").GetInt64()));
        Assert.Equal(records, FilesWorkspace.FilesOf(lake).Sum(static file => (long)file["rows"]!));
        var hashes = FilesWorkspace.HashesOf(lake);
        workspace.ForgetState("files");
        await workspace.RunAsync(0, [.. Migrate, "--batch-size", "7"]);
        Assert.Equal(hashes, FilesWorkspace.HashesOf(lake));
    }

    [Fact]
    public async Task A_process_killed_at_any_step_is_resumed_to_the_same_files_and_the_manifest_names_none_that_is_not_whole()
    {
        using var workspace = Workspace.CreateUnconfigured();
        await workspace.GenerateExportAsync("--items", "400", "--files", "3");
        var lake = FilesWorkspace.WritePictures(workspace, "parquet");
        await workspace.RunAsync(0, Migrate);
        var expected = FilesWorkspace.HashesOf(lake);
        string[] steps = ["between-batches:3", "publication-noted", "publication-brought", "publication-shown", "before-complete"];
        foreach (var step in steps)
        {
            workspace.ForgetState("files");
            Directory.Delete(lake, recursive: true);
            await workspace.Set("DATAFLUX_KILL_AT", step).RunAsync(Killed, [.. Migrate, "--batch-size", "50"]);
            if (File.Exists(Path.Combine(lake, "_manifest.json")))
            {
                Assert.All(FilesWorkspace.FilesOf(lake), file => Assert.Equal(
                    (long)file["content_length"]!, new FileInfo(Path.Combine(lake, (string)file["path"]!)).Length));
            }

            await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, Migrate);

            Assert.Equal((step, expected), (step, FilesWorkspace.HashesOf(lake)));
        }
    }

    [Fact]
    public async Task Files_of_an_older_run_stay_until_the_manifest_names_the_newer_ones_and_then_they_go()
    {
        using var workspace = Workspace.CreateUnconfigured();
        await workspace.GenerateExportAsync("--items", "1000", "--files", "2");
        var lake = FilesWorkspace.WritePictures(workspace, "ndjson");
        await workspace.RunAsync(0, Migrate);
        var before = FilesWorkspace.HashesOf(lake);
        Directory.Delete(Path.Combine(workspace.Folder, "generated"), recursive: true);
        var export = await workspace.GenerateExportAsync("--items", "1200", "--files", "2");

        await workspace.Set("DATAFLUX_KILL_AT", "publication-brought").RunAsync(Killed, Migrate);
        Assert.All(FilesWorkspace.FilesOf(lake), file => Assert.Contains((string)file["sha256"]!, before, StringComparison.Ordinal));

        // The manifest names the newer ones, and the older ones are still there.
        await workspace.Set("DATAFLUX_KILL_AT", "publication-shown").RunAsync(Killed, Migrate);
        await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(0, Migrate);
        Assert.Equal(FilesWorkspace.ExpectedPictures(export), FilesWorkspace.DumpPictures(lake));
        Assert.Equal(
            FilesWorkspace.FilesOf(lake).Select(static file => (string)file["path"]!).Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(lake, "picture")).Select(path => Path.GetRelativePath(lake, path))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rows_of_files_that_are_done_and_were_deleted_from_the_state_folder_are_missed()
    {
        using var workspace = Workspace.CreateUnconfigured();
        await workspace.GenerateExportAsync("--items", "500", "--files", "2");
        FilesWorkspace.WritePictures(workspace, "csv");
        await workspace.Set("DATAFLUX_KILL_AT", "before-complete").RunAsync(Killed, Migrate);
        Directory.Delete(Path.Combine(workspace.Folder, ".dataflux", "files", "staged"), recursive: true);

        var output = await workspace.Set("DATAFLUX_KILL_AT", null).RunAsync(2, Migrate);

        Assert.Contains("their rows are no longer in", output, StringComparison.Ordinal);
        Assert.Contains("dataflux reset", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_init_writes_for_files_runs_as_it_stands_and_every_item_is_in_a_file()
    {
        using var workspace = Workspace.CreateUnconfigured();

        await workspace.RunAsync(0, "init", "gallery", "--from", "examples/pictures", "--target", "files", "--no-editor");
        await workspace.RunAsync(0, "check", "gallery");
        await workspace.RunAsync(0, "migrate", "gallery", "--quiet");

        var lake = Path.Combine(workspace.Folder, "lake");
        var counts = workspace.Summary("gallery").GetProperty("counts");
        Assert.Equal(0, counts.GetProperty("rejectedTotal").GetInt64());
        Assert.Equal(counts.GetProperty("items").GetInt64(), FilesWorkspace.FilesOf(lake).Sum(static file => (long)file["rows"]!));
        Assert.Equal("0", DuckDb.Rows($"select count(*) filter (picture_id is null) from {DuckDb.Table(lake, "gallery")}").Single()[0]);
        await workspace.RunAsync(0, "init", "empty", "--target", "files", "--no-editor");
        await workspace.RunAsync(0, "check", "empty", "--sample", "0");
    }

    [Fact]
    public async Task A_place_that_belongs_to_another_migration_is_refused_before_a_row_is_written()
    {
        using var workspace = Workspace.CreateUnconfigured();
        await workspace.GenerateExportAsync("--items", "300", "--files", "1");
        FilesWorkspace.WritePictures(workspace, "csv");
        await workspace.RunAsync(0, Migrate);
        var definition = Path.Combine(workspace.Folder, "migrations", "files.yaml");
        File.WriteAllText(definition, File.ReadAllText(definition).Replace("name: files", "name: other", StringComparison.Ordinal));

        var output = await workspace.RunAsync(4, Migrate);

        Assert.Contains("holds the files of the migration 'files'", output, StringComparison.Ordinal);
    }
}

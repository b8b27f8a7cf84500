namespace Dataflux.IntegrationTests.Executable;

/// <summary>Where dataflux is started decides nothing.</summary>
public sealed class StartedAnywhereTests
{
    [Fact]
    public async Task The_same_definition_has_one_state_and_one_database_from_any_folder_and_by_any_link()
    {
        using var workspace = Workspace.CreateUnconfigured();
        await workspace.GenerateExportAsync("--items", "100", "--files", "1");
        var definition = Path.Combine(workspace.Folder, "migrations", "pictures.yaml");
        var linked = Directory.CreateDirectory(Path.Combine(workspace.Folder, "linked")).FullName;
        File.CreateSymbolicLink(Path.Combine(linked, "link.yaml"), definition);
        Directory.CreateSymbolicLink(Path.Combine(linked, "project"), workspace.Folder);
        using var elsewhere = Workspace.CreateUnconfigured();
        (string Start, string Name)[] starts =
        [
            (workspace.Folder, "pictures"),
            (Path.Combine(workspace.Folder, "migrations"), "pictures.yaml"),
            ("/", definition),
            (elsewhere.Folder, definition),
            (linked, "link.yaml"),
            (Path.GetTempPath(), Path.Combine(linked, "project", "migrations", "pictures.yaml")),
        ];

        for (var i = 0; i < starts.Length; i++)
        {
            using var process = DatafluxProcess.Start(
                starts[i].Start,
                new Dictionary<string, string> { ["PICTURES_EXPORT"] = Path.Combine(workspace.Folder, "generated") },
                "migrate",
                starts[i].Name);
            var output = await process.EndsWithAsync(0);

            Assert.Contains($"PostgreSQL in {Path.Combine(workspace.Folder, ".dataflux", "postgresql")}", output, StringComparison.Ordinal);
            Assert.Matches(
                i == 0 ? "[1-9][0-9]* inserted, 0 updated, 0 unchanged" : "0 inserted, 0 updated, [1-9][0-9]* unchanged", output);
        }

        var withoutLinks = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        Assert.Equal([Path.Combine(workspace.Folder, ".dataflux")], Directory.GetDirectories(workspace.Folder, ".dataflux", withoutLinks));
        Assert.False(Directory.Exists(Path.Combine(elsewhere.Folder, ".dataflux")));
    }
}

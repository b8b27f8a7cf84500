namespace Dataflux.IntegrationTests.Executable;

/// <summary>A profile is changed with an editor, never with a build.</summary>
public sealed class ProfileEditTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task One_changed_letter_changes_the_next_run()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "400", "--files", "1");
        await workspace.RunAsync(0, "migrate", "pictures.yaml");
        Assert.Equal("MEDIA", await TypeAsync(workspace));

        workspace.EditProfile("Type: \"MEDIA\"", "Type: \"MEDIC\"");
        workspace.EditProfile("\"crops\", \"type\", \"createdBy\"", "\"crops\", \"createdBy\"");
        await workspace.RunAsync(0, "migrate", "pictures.yaml");

        Assert.Equal("MEDIC", await TypeAsync(workspace));
    }

    [Fact]
    public async Task A_syntax_error_names_file_line_and_column()
    {
        using var workspace = await Workspace.CreateAsync(server);
        workspace.EditProfile("long groupKey(Row row) => row.PictureId;", "long groupKey(Row row) => row.PictureId");

        var output = await workspace.RunAsync(2, "check", "pictures.yaml");

        var line = LineOf(workspace, "long groupKey(Row row)");
        Assert.Contains($"pictures.csx({line},", output);
        Assert.Contains("error CS1002", output);
    }

    [Fact]
    public async Task A_wrong_signature_names_file_line_column_and_what_was_expected()
    {
        using var workspace = await Workspace.CreateAsync(server);
        workspace.EditProfile("bool filter(Row row,", "string filter(Row row,");
        workspace.EditProfile("is not { } maxId || row.PictureId < maxId;", "is not { } maxId || row.PictureId < maxId ? \"\" : \"no\";");

        var output = await workspace.RunAsync(2, "migrate", "pictures.yaml");

        var line = LineOf(workspace, "string filter(Row row,");
        Assert.Matches($@"pictures\.csx\({line},\d+\): error DF01\d\d: .*filter.*bool", output);
        Assert.False(File.Exists(Path.Combine(workspace.Folder, ".dataflux", "pictures", "checkpoint.json")));
    }

    [Fact]
    public async Task An_exception_at_run_time_names_file_line_and_column_in_the_reject()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "400", "--files", "1");
        workspace.EditProfile(
            "    var primary = main ?? rows[0];",
            "    if (rows.Count > 1) throw new InvalidOperationException(\"planted\");\n    var primary = main ?? rows[0];");

        await workspace.RunAsync(1, "migrate", "pictures.yaml");

        var line = LineOf(workspace, "planted");
        var rejects = workspace.Rejects("pictures");
        Assert.NotEmpty(rejects);
        Assert.All(rejects, reject => Assert.Matches(
            $@"pictures\.csx\({line},\d+\): InvalidOperationException: planted",
            reject.GetProperty("error").GetProperty("message").GetString()));
    }

    [Fact]
    public async Task A_script_cannot_name_the_engine()
    {
        using var workspace = await Workspace.CreateAsync(server);
        workspace.EditProfile(
            "static readonly Json EmptyArray",
            "static readonly Dataflux.Engine.Plans.MigrationOptions Options = new();\nstatic readonly Json EmptyArray");

        var output = await workspace.RunAsync(2, "check", "pictures.yaml");

        Assert.Contains("error CS0234", output);
    }

    private static int LineOf(Workspace workspace, string text) =>
        File.ReadLines(workspace.Profile).TakeWhile(line => !line.Contains(text, StringComparison.Ordinal)).Count() + 1;

    private static async Task<object?> TypeAsync(Workspace workspace)
    {
        await using var connection = await workspace.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select string_agg(distinct type, ',') from picture";
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}

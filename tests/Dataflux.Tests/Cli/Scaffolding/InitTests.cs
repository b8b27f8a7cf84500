namespace Dataflux.Tests.Cli.Scaffolding;

/// <summary><c>dataflux init</c> in a real folder: what it writes, what it keeps, and what it refuses.</summary>
public sealed class InitTests : IDisposable
{
    private readonly InitFolder _init = new();

    public void Dispose() => _init.Dispose();

    [Fact]
    public async Task Without_an_export_the_starter_lacks_nothing_else_and_says_what_may_be_added()
    {
        await _init.RunAsync(0, "init", "users");

        Assert.Contains("migrations/users.yaml: OK", await _init.RunAsync(0, "check", "users", "--sample", "0"));
        Assert.Contains(
            "migrations/users.yaml(9,9): error DF0201: ",
            Assert.Single(
                (await _init.RunAsync(2, "check", "users")).Split('\n'),
                static line => line.Contains(": error ", StringComparison.Ordinal)));
        Assert.Contains("groupKey", _init.Read("migrations/users.csx"));
        Assert.Contains("create table if not exists users (", _init.Read("migrations/users.sql"));
    }

    /// <summary>The lines are those of the profile that the first version of <c>init</c> wrote, its tables included.</summary>
    [Theory]
    [InlineData("pictures", 227)]
    [InlineData("single-table/export", 160)]
    [InlineData("documents/export", 69)]
    [InlineData("device-events/export", 47)]
    [InlineData("event-sequences/export", 44)]
    [InlineData("telemetry/export", 107)]
    public async Task A_profile_has_at_most_three_fifths_of_the_lines_that_it_once_had(string export, int lines)
    {
        await _init.RunAsync(0, "init", "shop", "--from", Path.Combine(Repository.Folder, "examples", export), "--no-editor");

        Assert.InRange(_init.Read("migrations/shop.csx").TrimEnd().Split('\n').Length, 1, lines * 6 / 10);
        await _init.CheckAsync("shop");
        await _init.RunAsync(0, "test", "shop");
    }

    [Fact]
    public async Task Nothing_is_written_where_a_file_of_the_migration_exists()
    {
        _init.With("migrations/users.csx", "// mine");

        var output = await _init.RunAsync(2, "init", "users");

        Assert.Contains("migrations/users.csx exists already and is not overwritten", output);
        Assert.Equal(["users.csx"], Directory.GetFileSystemEntries(Path.Combine(_init.Folder, "migrations")).Select(Path.GetFileName));
        Assert.False(Directory.Exists(Path.Combine(_init.Folder, ".vscode")));
        Assert.Equal("// mine", _init.Read("migrations/users.csx"));
    }

    [Fact]
    public async Task Files_for_editors_that_people_share_are_kept()
    {
        _init.With(".vscode/tasks.json", "{}").With("omnisharp.json", "{ }");

        var output = await _init.RunAsync(0, "init", "users");

        Assert.Contains("kept     .vscode/tasks.json", output);
        Assert.Equal(("{}", "{ }"), (_init.Read(".vscode/tasks.json"), _init.Read("omnisharp.json")));
        Assert.Contains("\"justMyCode\": false", _init.Read(".vscode/launch.json"));
        await _init.RunAsync(0, "init");
    }

    [Theory]
    [InlineData("no/path", "'name' is 'no/path'; expected a name of letters")]
    [InlineData("a --sample 0", "--sample is 0; expected a number of items")]
    [InlineData("a --sample 5 --all", "exclude each other")]
    [InlineData("--from .", "--from needs the migration's name")]
    [InlineData("a --from nowhere",
        "'nowhere' does not exist; give a CSV or NDJSON file, a folder with an export, s3://bucket/prefix, "
            + "a database such as postgresql://user@host/database, or a definition")]
    public async Task Wrong_usage_is_explained_and_writes_nothing(string arguments, string expected)
    {
        Assert.Contains(expected, await _init.RunAsync(2, ["init", .. arguments.Split(' ')]));
        Assert.Empty(Directory.GetFileSystemEntries(_init.Folder));
    }

    [Fact]
    public async Task A_key_that_not_all_items_have_is_refused()
    {
        using var export = InitFolder.Export(["\"id\":{\"S\":\"a\"},\"n\":{\"S\":\"a\"}", "\"id\":{\"S\":\"b\"}"]);

        Assert.Contains(
            "--key names 'n', which not all items have", await _init.RunAsync(2, "init", "a", "--from", export.Root, "--key", "id,n"));
    }
}

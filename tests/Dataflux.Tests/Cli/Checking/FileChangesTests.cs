using Dataflux.Authoring.Checking.Watching;

namespace Dataflux.Tests.Cli.Checking;

public sealed class FileChangesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-changes-").FullName;
    private readonly FileChanges _changes = new(TimeProvider.System);

    public void Dispose()
    {
        _changes.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_that_is_written_to_has_changed()
    {
        Save("a.csx");
        Watch("a.csx");
        Save("a.csx");

        Assert.Equal(PathOf("a.csx"), await NextAsync());
    }

    [Fact]
    public async Task A_file_that_is_replaced_by_another_has_changed_and_is_still_watched()
    {
        Save("a.csx");
        Watch("a.csx");
        for (var i = 0; i < 3; i++)
        {
            Save("a.csx.new");
            File.Move(PathOf("a.csx.new"), PathOf("a.csx"), overwrite: true);
            Assert.Equal(PathOf("a.csx"), await NextAsync());
            Watch("a.csx");
        }
    }

    [Fact]
    public async Task Other_files_of_the_folder_are_nobodys_business()
    {
        Save("a.csx");
        Watch("a.csx");
        Save("b.csx");
        Save("a.csx");

        Assert.Equal(PathOf("a.csx"), await NextAsync());
    }

    [Fact]
    public async Task A_file_in_a_folder_that_is_not_there_yet_is_awaited()
    {
        Watch("x/y/a.csx");
        Directory.CreateDirectory(PathOf("x"));
        Assert.Equal(PathOf("x"), await NextAsync());

        Watch("x/y/a.csx");
        Directory.CreateDirectory(PathOf("x/y"));
        Assert.Equal(PathOf("x/y"), await NextAsync());

        Watch("x/y/a.csx");
        Save("x/y/a.csx");
        Assert.Equal(PathOf("x/y/a.csx"), await NextAsync());
    }

    [Fact]
    public async Task A_folder_that_is_made_anew_is_watched_again()
    {
        Save("x/a.csx");
        Watch("x/a.csx");
        Directory.Delete(PathOf("x"), recursive: true);
        Assert.Equal(PathOf("x/a.csx"), await NextAsync());

        Save("x/a.csx");
        Watch("x/a.csx");
        Save("x/a.csx");
        Assert.Equal(PathOf("x/a.csx"), await NextAsync());
    }

    [Fact]
    public async Task What_a_link_leads_to_is_watched()
    {
        Save("real/a.csx");
        File.CreateSymbolicLink(PathOf("a.csx"), PathOf("real/a.csx"));
        Watch("a.csx");
        Save("real/a.csx");

        Assert.Equal(PathOf("real/a.csx"), await NextAsync());
    }

    [Fact]
    public async Task A_file_that_was_saved_while_it_was_first_read_has_changed()
    {
        var began = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        Save("a.csx");
        _changes.Watch([PathOf("a.csx")], began);

        Assert.Equal(PathOf("a.csx"), await NextAsync());
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Watch(string name) => _changes.Watch([PathOf(name)], DateTimeOffset.MaxValue);

    private void Save(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), "text");
    }

    private Task<string> NextAsync() => _changes.NextAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
}

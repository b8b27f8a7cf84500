using Dataflux.Engine.Ground;
using Dataflux.Scripting;
using Dataflux.Scripting.Sources;

namespace Dataflux.Tests.Scripting;

/// <summary>What a script's text vouches for is what runs, whoever else can write somewhere near.</summary>
public sealed class ProfileTrustTests : IDisposable
{
    private const string Good = ScriptFolder.Rows + """
        Row? parseItem(Item item) => new(1);
        Picture? transform(Row row) => new(row.Id);
        """;

    private readonly ScriptFolder _scripts = new ScriptFolder().With("pictures.csx", Good);

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public void An_assembly_that_was_copied_over_another_ones_is_not_executed()
    {
        _scripts.Load(cached: true).Require().Dispose();
        var entry = Assert.Single(Directory.GetFiles(_scripts.CacheFolder, "*.profile"));
        _scripts.With("pictures.csx", Good.Replace("new(row.Id)", "new(66)", StringComparison.Ordinal)).Load(cached: true).Require()
            .Dispose();
        var planted = Directory.GetFiles(_scripts.CacheFolder, "*.profile").Single(file => file != entry);
        File.Copy(planted, entry, overwrite: true);
        _scripts.With("pictures.csx", Good);

        var run = _scripts.Run(cached: true);

        Assert.Equal("Picture { Id = 1 }", Assert.Single(run.Records).ToString());
    }

    [Fact]
    public void A_folder_in_which_others_may_write_is_no_cache()
    {
        if (OperatingSystem.IsWindows())
            return;

        Directory.CreateDirectory(_scripts.CacheFolder);
        File.SetUnixFileMode(_scripts.CacheFolder, (UnixFileMode)0b111_111_111);

        using var profile = _scripts.Load(cached: true).Require();

        Assert.Empty(Directory.GetFiles(_scripts.CacheFolder));
        Assert.Equal(
            $"pictures.csx: warning DF0120: the compiled profile could not be kept in {_scripts.CacheFolder}: the folder is another "
            + "user's, or others may write in it; make it yours alone (chmod go-w); it will be compiled again at the next start",
            Assert.Single(_scripts.Load(cached: true).Warnings).ToString());
    }

    [Fact]
    public void Compiled_scripts_are_private()
    {
        if (OperatingSystem.IsWindows())
            return;

        _scripts.Load(cached: true).Require().Dispose();

        const UnixFileMode Others = (UnixFileMode)0b000_111_111;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(_scripts.CacheFolder) & Others);
        Assert.All(Directory.GetFiles(_scripts.CacheFolder), file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Others));
    }

    [Fact]
    public void A_script_that_is_not_admitted_runs_no_statement()
    {
        var trace = _scripts.PathOf("ran");
        _scripts.With("pictures.csx", Good + $"\nSystem.IO.File.WriteAllText(@\"{trace}\", \"\");");

        var result = ProfileLoader.Load(
            _scripts.PathOf("pictures.csx"), new ProfileLoadOptions(), admit: hash => new Problem("d.yaml", 1, 1, "DF0013", hash));

        Assert.Equal(64, Assert.Single(result.Problems).Message.Length);
        Assert.False(File.Exists(trace));
    }

    [Theory]
    [InlineData("#load \"linked.csx\"", "linked.csx")]
    [InlineData("#load \"linked/secret.csx\"", "linked/secret.csx")]
    [InlineData("#r \"linked/secret.dll\"", "linked/secret.dll")]
    public void A_link_that_leads_out_of_the_project_is_outside(string directive, string named)
    {
        using var elsewhere = new ScriptFolder().With("secret.csx", "static class Secret;").With("secret.dll", "");
        File.CreateSymbolicLink(_scripts.PathOf("linked.csx"), elsewhere.PathOf("secret.csx"));
        Directory.CreateSymbolicLink(_scripts.PathOf("linked"), elsewhere.Folder);
        _scripts.With("pictures.csx", $"{directive}\n{Good}");

        var problem = _scripts.Load().Problems[0];

        Assert.Equal("DF0113", problem.Code);
        Assert.StartsWith($"'{named}' is outside {_scripts.Folder}; ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_within_the_project_is_followed()
    {
        _scripts.With("shared/ids.csx", "static class Ids { public const int First = 7; }");
        File.CreateSymbolicLink(_scripts.PathOf("ids.csx"), _scripts.PathOf("shared/ids.csx"));
        _scripts.With("pictures.csx", "#load \"ids.csx\"\n" + Good.Replace("new(row.Id)", "new(Ids.First)", StringComparison.Ordinal));

        Assert.Equal("Picture { Id = 7 }", Assert.Single(_scripts.Run().Records).ToString());
    }
}

using Dataflux.Engine.Plans;

namespace Dataflux.Tests.Cli;

/// <summary><c>group:</c> of definitions.</summary>
public sealed class GroupKeyTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("96MiB", 100_663_296)]
    [InlineData("20GB", 20_000_000_000)]
    [InlineData("1.5TB", 1_500_000_000_000)]
    [InlineData("2048KiB", 2_097_152)]
    [InlineData("1048576B", 1_048_576)]
    public void A_size_is_read_in_bytes(string text, long expected)
    {
        var definition = _work.WithPictures($"group: {{ scope: export, disk: {text} }}").Read().OrThrow();

        Assert.Equal((GroupScope.Export, expected), (definition.Migration.GroupScope, definition.Migration.GroupDisk));
    }

    [Theory]
    [InlineData("disk: 20", "'disk' is '20'; expected a size such as 96MiB or 20GB")]
    [InlineData("memory: -1MB", "'memory' is '-1MB'; expected a size such as 96MiB or 20GB")]
    [InlineData("memory: 20 GB", "'memory' is '20 GB'; expected a size such as 96MiB or 20GB")]
    [InlineData("memory: 10kB", "'memory' is 10000; expected 1048576 or more")]
    [InlineData("scope: exprot", "'scope' is 'exprot'; expected file or export; did you mean 'export'?")]
    [InlineData("scoped: export", "'group' has no key 'scoped'; did you mean 'scope'?")]
    public void What_is_wrong_is_said_with_what_was_expected(string key, string message)
    {
        _work.WithPictures($"group: {{ {key} }}");

        Assert.EndsWith(message, _work.Problems(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_is_no_map_is_refused()
    {
        _work.WithPictures("group: export");

        Assert.EndsWith("'group' is 'export'; expected keys such as 'scope'", _work.Problems(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checkpoint: target", "does not go with 'checkpoint: target'; take one of them away")]
    [InlineData("limit: 5", "does not go with a limit; try the profile with 'scope: file' instead")]
    public void What_excludes_the_whole_export_is_said(string other, string message)
    {
        _work.WithPictures($"{other}\ngroup: {{ scope: export }}");

        Assert.EndsWith(message, _work.Problems(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_scope_decides_the_result_and_the_budgets_do_not()
    {
        var plain = _work.WithPictures().Read().OrThrow();
        var file = _work.WithPictures("group: { scope: file, memory: 1GB, disk: 1GB }").Read().OrThrow();
        var export = _work.WithPictures("group: { scope: export }").Read().OrThrow();

        Assert.Equal(plain.Hash, file.Hash);
        Assert.Equal((1_000_000_000, 1_000_000_000), (file.Migration.GroupMemory, file.Migration.GroupDisk));
        Assert.NotEqual(plain.Hash, export.Hash);
        Assert.Equal((96L * 1024 * 1024, null), (export.Migration.GroupMemory, export.Migration.GroupDisk));
    }

    [Fact]
    public void What_the_project_says_holds_where_the_definition_is_silent()
    {
        _work.With("dataflux.yaml", "group: { memory: 64MiB, disk: 5GB }").WithPictures("group: { scope: export, disk: 7GB }");
        var definition = _work.Read().OrThrow();

        Assert.Equal(
            (GroupScope.Export, 64L * 1024 * 1024, 7_000_000_000),
            (definition.Migration.GroupScope, definition.Migration.GroupMemory, definition.Migration.GroupDisk));
    }
}

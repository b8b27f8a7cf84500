using Dataflux.Cli.Composing;
using Dataflux.Definitions;

namespace Dataflux.Tests.Cli;

/// <summary>Which exports a definition means: <c>export</c> for one, <c>exports</c> for a chain.</summary>
public sealed class ExportKeyTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("exports: [b, a]", "b,a")]
    [InlineData("exports:\n    - b\n    - a", "b,a")]
    [InlineData("exports: 'b, a'", "b, a")]
    [InlineData("exports: all", "all")]
    public void A_chain_is_a_list_of_ids_or_all(string yaml, string expected)
    {
        foreach (var source in new[] { "type: local-dynamodb\n  path: e", "type: s3-dynamodb\n  bucket: b" })
            Assert.Equal(expected, Read($"{source}\n  {yaml}").OrThrow().Source.Values["exports"]);
    }

    [Theory]
    [InlineData("type: local-dynamodb\n  path: e")]
    [InlineData("type: s3-dynamodb\n  bucket: b")]
    public void Both_keys_exclude_each_other(string source)
    {
        var problem = Assert.Single(Read($"{source}\n  export: latest\n  exports: [a, b]").Problems);

        Assert.Equal(
            "x.yaml(7,12): error DF0008: 'exports' and 'export' (given at x.yaml(6,11)) exclude each other; take one of them away",
            problem.ToString());
    }

    [Fact]
    public void A_flag_for_one_export_does_not_silently_lose_against_a_chain()
    {
        var overrides = new Overrides();
        overrides.Source["export"] = Dataflux.Definitions.Yaml.YamlScalar.Given("--export", "latest");

        Assert.Equal(
            "x.yaml(6,12): error DF0008: 'exports' and 'export' (given at --export) exclude each other; take one of them away",
            Assert.Single(Read("type: local-dynamodb\n  path: e\n  exports: all", overrides).Problems).ToString());
    }

    private ReadResult Read(string source, Overrides? overrides = null)
    {
        _workspace.With("x.csx", "").With("x.yaml", $"name: x\nprofile: x.csx\nsource:\n  {source}\ntarget: {{ type: postgresql }}\n");
        return Shipped.Composition.Reader(_workspace.Console).Read(Path.Combine(_workspace.Folder, "x.yaml"), overrides ?? new Overrides());
    }
}

using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Tests.Cli;

/// <summary>What belongs to a definition is looked for from the definition upward, wherever dataflux is started.</summary>
public sealed class ProjectFolderTests : IDisposable
{
    private readonly Workspace _work = new Workspace()
        .With("project/dataflux.yaml", "target: { type: postgresql, host: db.example }")
        .With("project/defs/pictures.csx", "// a script")
        .With("project/defs/pictures.yaml", Pictures)
        .With("elsewhere/notes.txt", "")
        .With("other/dataflux.yaml", "target: { type: postgresql, host: other.example }");

    private const string Pictures = """
        name: pictures
        profile: pictures.csx
        source: { type: local-dynamodb, path: export }
        """;

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("project")]
    [InlineData("project/defs")]
    [InlineData("elsewhere")]
    [InlineData("other")]
    [InlineData("")]
    public void Project_state_and_target_are_the_definitions_wherever_dataflux_is_started(string start)
    {
        var definition = Read(start, "project/defs/pictures.yaml");

        Assert.Equal("db.example", definition.Target.Values["host"]);
        Assert.Equal(PathOf("project/.dataflux/pictures"), definition.StateFolder);
        Assert.Equal(PathOf("project"), definition.ProfileRoot);
        Assert.Equal(Read("project", "project/defs/pictures.yaml").Hash, definition.Hash);
    }

    [Fact]
    public void Without_dataflux_yaml_the_project_is_the_definitions_folder_or_the_one_with_its_migrations()
    {
        _work.With("plain/d.yaml", "").With("conventional/migrations/d.yaml", "");

        Assert.Equal(PathOf("plain"), ProjectFile.Of(PathOf("plain/d.yaml")).Folder);
        Assert.Equal(PathOf("conventional"), ProjectFile.Of(PathOf("conventional/migrations/d.yaml")).Folder);
    }

    [Fact]
    public void A_definition_without_a_project_is_refused_in_another_project_instead_of_taking_a_database_nobody_named()
    {
        _work.With("alone/pictures.csx", "").With("alone/pictures.yaml", Pictures + "\ntarget: { type: postgresql }");

        var problem = Assert.Single(Reader("other").Read(PathOf("alone/pictures.yaml"), new Overrides()).Problems);

        Assert.Equal(
            $"{PathOf("alone/pictures.yaml")}: error DF0014: is outside the project of the working directory, and "
            + $"{PathOf("other/dataflux.yaml")} does not count for it: dataflux.yaml and state are looked for from {PathOf("alone")} "
            + "upward; put a dataflux.yaml there, an empty one if nothing is shared, or move the definition into the project",
            problem.ToString());
        Assert.Empty(Reader("elsewhere").Read(PathOf("alone/pictures.yaml"), new Overrides()).Problems);
    }

    [Fact]
    public void A_link_is_another_name_of_the_same_definition()
    {
        File.CreateSymbolicLink(PathOf("elsewhere/link.yaml"), PathOf("project/defs/pictures.yaml"));
        Directory.CreateSymbolicLink(PathOf("elsewhere/folder"), PathOf("project/defs"));

        var lookup = new DefinitionLookup(PathOf("elsewhere"));

        Assert.Equal(PathOf("project/defs/pictures.yaml"), lookup.Find("link.yaml"));
        Assert.Equal(PathOf("project/defs/pictures.yaml"), lookup.Find("folder/pictures"));
    }

    [Fact]
    public void A_link_from_another_project_is_refused()
    {
        File.CreateSymbolicLink(PathOf("other/link.yaml"), PathOf("project/defs/pictures.yaml"));

        var e = Assert.Throws<UsageException>(() => new DefinitionLookup(PathOf("other")).Find("link.yaml"));

        Assert.Equal(
            $"'{PathOf("other/link.yaml")}' is a link to {PathOf("project/defs/pictures.yaml")}, which belongs to another project: "
            + $"{PathOf("other/dataflux.yaml")}, where the link is, does not count for it; name the definition by its own path, "
            + $"{PathOf("project/defs/pictures.yaml")}",
            e.Message);
    }

    [Fact]
    public void Files_that_Kubernetes_mounts_stay_where_they_are_named()
    {
        _work.With("mount/..2024_01_15/d.yaml", "");
        Directory.CreateSymbolicLink(PathOf("mount/..data"), "..2024_01_15");
        File.CreateSymbolicLink(PathOf("mount/d.yaml"), "..data/d.yaml");

        Assert.Equal(PathOf("mount/d.yaml"), new DefinitionLookup(PathOf("elsewhere")).Find(PathOf("mount/d.yaml")));
    }

    private string PathOf(string name) => Path.Combine(_work.Folder, name);

    private DefinitionReader Reader(string start) =>
        _work.Composition.Reader(_work.Console with { WorkingDirectory = Path.TrimEndingDirectorySeparator(PathOf(start)) });

    private Definition Read(string start, string definition) => Reader(start).Read(PathOf(definition), new Overrides()).OrThrow();
}

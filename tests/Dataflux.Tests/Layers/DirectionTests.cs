using System.Xml.Linq;
using Dataflux.Tests.Cli;

namespace Dataflux.Tests.Layers;

/// <summary>
/// Projects are layers, and so are the folders of each: docs/CONTRIBUTING.md lists them from the ground up, and each uses only those
/// above it in the list.
/// </summary>
public sealed class DirectionTests
{
    private const string OwnFolder = "(the project's own folder)";
    private const string AllProjects = "src";

    // What several dialects share.
    private static readonly string[] Shared = ["Sql", "Aws", "Lines", "Logins", "Staging"];

    // Each folder's layer, by project; and each project's.
    private static readonly Dictionary<string, Dictionary<string, int>> Layers = Read();

    public static TheoryData<string> Projects => [.. Layers.Keys.Where(static project => project != AllProjects)];

    [Fact]
    public void A_project_uses_only_projects_of_the_layers_below_it()
    {
        var layers = Layers[AllProjects];
        var files = Repository.Files("*.csproj", "src").ToDictionary(
            static path => Path.GetFileNameWithoutExtension(path)!, static path => XDocument.Load(path), StringComparer.Ordinal);

        var upward =
            from file in files
            from reference in file.Value.Descendants("ProjectReference")
            let used = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)
            where layers[used] >= layers[file.Key]
            select $"{file.Key} uses {used}";

        Assert.Empty(upward);
        Assert.Equal(layers.Keys.Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_folders_of_the_layers_below_it(string project)
    {
        var layers = Layers[project];

        var upward = new ProjectSources(project).Uses()
            .Where(use => layers.TryGetValue(use.From, out var from) && layers.TryGetValue(use.To, out var to) && to >= from)
            .Select(use => $"{Shown(use.From)} uses {Shown(use.To)}: {use.Because}").ToList();

        Assert.True(upward.Count == 0, string.Join('\n', upward));
    }

    [Fact]
    public void A_dialect_uses_no_other_dialect_but_what_several_share()
    {
        var sideways = new ProjectSources("Dataflux.Dialects").Uses()
            .Where(use => use.From.Length > 0 && Dialect(use.To) != Dialect(use.From))
            .Where(static use => !Shared.Contains(Dialect(use.To), StringComparer.Ordinal))
            .Select(use => use.Because);

        Assert.Empty(sideways);

        static string Dialect(string folder) => folder.Split('/')[0];
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_has_its_layer(string project) =>
        Assert.Equal(Layers[project].Keys.Order(StringComparer.Ordinal), new ProjectSources(project).Folders);

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_namespace_of_a_file_is_its_folder(string project) => Assert.Empty(new ProjectSources(project).Misplaced);

    [Fact]
    public void A_using_and_a_name_are_uses_and_a_comment_is_none()
    {
        var uses = new ProjectSources("Dataflux.Engine").Uses();

        Assert.Contains(uses, use => use is { From: "", To: "Pipeline" });
        Assert.Contains(uses, use => use is { From: "Verifying", To: "", Because: "Verifying/Repair.cs: MigrationStart" });

        // A comment of ISingleWriter.cs names StateException.
        Assert.DoesNotContain(uses, use => use.From == "Targets" && use.To == "State");
    }

    private static string Shown(string folder) => folder.Length == 0 ? OwnFolder : folder;

    private static Dictionary<string, Dictionary<string, int>> Read()
    {
        var page = File.ReadLines(Path.Combine(Repository.Folder, "docs", "CONTRIBUTING.md"));
        var block = page.SkipWhile(static line => line != "```layers").Skip(1).TakeWhile(static line => line != "```");
        var projects = new Dictionary<string, Dictionary<string, int>>();
        Dictionary<string, int> layers = [];
        var layer = 0;
        foreach (var line in block.Where(static line => line.Length > 0))
        {
            if (line[0] != ' ')
            {
                projects.Add(line, layers = []);
                continue;
            }

            layer++;
            foreach (var folder in line.Split(',', StringSplitOptions.TrimEntries))
                layers.Add(folder == OwnFolder ? "" : folder, layer);
        }

        return projects;
    }
}

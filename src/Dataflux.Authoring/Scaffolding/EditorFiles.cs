using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using Dataflux.Scripting;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>
/// The files that make editors understand definitions and profiles (docs/editors.md). What depends on this installation of dataflux is in
/// <c>.dataflux/editor</c> and written again each time; what people share and change is written once.
/// </summary>
/// <param name="schema">The schema of definitions.</param>
internal sealed class EditorFiles(DefinitionSchema schema)
{
    private const string Folder = ".dataflux/editor";
    private const string ResponseFile = $"{Folder}/profile.rsp";

    /// <summary>The path of the schema of definitions.</summary>
    internal const string DefinitionSchema = $"{Folder}/definition.schema.json";

    /// <summary>The path of the schema of <c>dataflux.yaml</c>.</summary>
    internal const string ProjectSchema = $"{Folder}/project.schema.json";

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = PrintableJson.Encoder };

    /// <summary>All files.</summary>
    /// <param name="name">The migration to run and debug first; <see langword="null"/>: none is known.</param>
    /// <param name="profiles">The migrations whose profile has their name, in order: each gets a project.</param>
    internal IReadOnlyList<ScaffoldFile> All(string? name, IReadOnlyList<string> profiles)
    {
        var files = new List<ScaffoldFile>
        {
            Own(DefinitionSchema, "what definitions may say, for completion", schema.OfDefinitions() + "\n"),
            Own(ProjectSchema, "the same for dataflux.yaml", schema.OfProject() + "\n"),
        };
        files.AddRange(Contract());
        files.AddRange(profiles.Select(static profile => Own(
            $"{Folder}/{profile}.csproj", "the profile as a project, for editors that read no scripts", SideProject.Of(profile))));
        files.Add(Shared(".vscode/tasks.json", "VS Code: check while editing, migrate", VsCodeFiles.Tasks(name)));
        files.Add(Shared(".vscode/launch.json", "VS Code: debug a profile", VsCodeFiles.Launch(name)));
        files.Add(Shared("omnisharp.json", "OmniSharp: completion in profiles", OmniSharp()));
        return files;
    }

    private static ScaffoldFile Own(string path, string what, string text) => ScaffoldFile.Text(path, what, text, ExistingFile.Renew);

    private static ScaffoldFile Shared(string path, string what, string text) => ScaffoldFile.Text(path, what, text, ExistingFile.Keep);

    /// <summary>The contract's assembly with its documentation, and what a script sees without asking.</summary>
    private static IEnumerable<ScaffoldFile> Contract()
    {
        var assembly = typeof(Item).Assembly.Location;
        (string, string)[] contract = [(assembly, "the profile contract"), (Path.ChangeExtension(assembly, ".xml"), "its documentation")];
        foreach (var (path, what) in contract)
        {
            if (File.Exists(path))
                yield return new ScaffoldFile($"{Folder}/{Path.GetFileName(path)}", what, File.ReadAllBytes(path), ExistingFile.Renew);
        }

        // OmniSharp looks for references from the root of the workspace.
        var lines = ScriptImports.All.Select(static name => $"/u:{name}").Prepend($"/r:{Folder}/{Path.GetFileName(assembly)}");
        yield return Own(ResponseFile, "OmniSharp: references and usings of profiles", string.Join('\n', lines) + "\n");
    }

    private static string OmniSharp() => new JsonObject
    {
        ["script"] = new JsonObject
        {
            ["enabled"] = true,
            ["defaultTargetFramework"] = "net10.0",
            ["enableScriptNuGetReferences"] = false,
            ["rspFilePath"] = ResponseFile,
        },
    }.ToJsonString(Indented) + "\n";
}

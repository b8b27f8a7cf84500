using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;
using Dataflux.Cli;
using Dataflux.Cli.Composing;
using Dataflux.Scripting.Compilation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Scripting;

namespace Dataflux.Tests.Cli.Scaffolding;

/// <summary>The files for editors, read as the editors read them.</summary>
public sealed class EditorFileTests : IAsyncLifetime
{
    private readonly Workspace _work = new();

    public async ValueTask InitializeAsync()
    {
        var code = await DatafluxCommand.RunAsync(
            ["init", "users"], _work.Console, Shipped.Composition, TestContext.Current.CancellationToken);
        Assert.Equal(0, code);
    }

    public ValueTask DisposeAsync()
    {
        _work.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void OmniSharp_s_settings_give_a_script_all_it_needs()
    {
        // As OmniSharp does it (ScriptProjectProvider): the response file parsed as csi's, references looked for from the workspace's root.
        var script = Json("omnisharp.json").GetProperty("script");
        var arguments = CSharpCommandLineParser.Script.Parse(
            [$"@{Path.Combine(_work.Folder, script.GetProperty("rspFilePath").GetString()!)}"], _work.Folder, sdkDirectory: null);
        var references = arguments.ResolveMetadataReferences(ScriptMetadataResolver.Default.WithBaseDirectory(_work.Folder)).ToList();
        var text = File.ReadAllText(Path.Combine(_work.Folder, "migrations/users.csx"));
        var compilation = CSharpCompilation.CreateScriptCompilation(
            "users",
            CSharpSyntaxTree.ParseText(
                text,
                new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script),
                cancellationToken: TestContext.Current.CancellationToken),
            [.. references, .. FrameworkReferences.All.Where(
                reference => !$"{reference.Display}".Contains("Dataflux", StringComparison.Ordinal))],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                usings: arguments.CompilationOptions.Usings,
                nullableContextOptions: NullableContextOptions.Enable));

        Assert.Empty(arguments.Errors);
        Assert.Single(references);
        Assert.Empty(
            compilation.GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.False(script.GetProperty("enableScriptNuGetReferences").GetBoolean());
    }

    [Fact]
    public void The_side_project_s_file_is_a_program_of_plain_CSharp()
    {
        var project = XDocument.Load(Path.Combine(_work.Folder, ".dataflux/editor/users.csproj")).Root!;
        string Only(string element) =>
            project.Descendants(element).Single().Attribute("Include")?.Value ?? project.Descendants(element).Single().Value;
        var script = Path.GetFullPath(Only("Compile"), Path.Combine(_work.Folder, ".dataflux/editor"));
        var usings = string.Concat(
            project.Descendants("Using").Select(element => $"global using {element.Attribute("Include")!.Value};\n"));

        var compilation = CSharpCompilation.Create(
            "users",
            [Parse(File.ReadAllText(script)), Parse(usings)],
            FrameworkReferences.All,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        // CS8321: a local function that is not called.
        Assert.Equal(["CS8321"], compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.Id).Distinct());
        Assert.Contains("CS8321", Only("NoWarn"));
        Assert.True(
            File.Exists(
                Path.Combine(_work.Folder, ".dataflux/editor", project.Descendants("Reference").Single().Attribute("HintPath")!.Value)));

        static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Init_without_a_name_writes_the_same_files_for_all_profiles_of_the_project()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_work.Folder, "migrations/shared.csx"), "// loaded by others\n", TestContext.Current.CancellationToken);
        await DatafluxCommand.RunAsync(["init", "orders"], _work.Console, Shipped.Composition, TestContext.Current.CancellationToken);
        var named = Contents();
        Directory.Delete(Path.Combine(_work.Folder, ".dataflux/editor"), recursive: true);

        await DatafluxCommand.RunAsync(["init"], _work.Console, Shipped.Composition, TestContext.Current.CancellationToken);

        Assert.Equal(named, Contents());
        Assert.Equal(
            ["orders.csproj", "users.csproj"], named.Keys.Where(name => name.EndsWith(".csproj", StringComparison.Ordinal)).Order());

        Dictionary<string, string> Contents() => Directory.GetFiles(Path.Combine(_work.Folder, ".dataflux/editor"))
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
    }

    [Fact]
    public void The_schema_that_the_definition_names_is_there_and_allows_it()
    {
        var line = File.ReadLines(Path.Combine(_work.Folder, "migrations/users.yaml")).First();

        Assert.StartsWith("# yaml-language-server: $schema=", line);
        var schema = Path.GetFullPath(line.Split('=')[1], Path.Combine(_work.Folder, "migrations"));
        Assert.Equal("A dataflux definition", JsonDocument.Parse(File.ReadAllText(schema)).RootElement.GetProperty("title").GetString());
    }

    [Fact]
    public void The_program_to_debug_is_this_one_without_just_my_code()
    {
        var launch = Json(".vscode/launch.json").GetProperty("configurations")[0];

        Assert.True(File.Exists(launch.GetProperty("program").GetString()));
        Assert.Equal(
            ("coreclr", false, true),
            (launch.GetProperty("type").GetString(), launch.GetProperty("justMyCode").GetBoolean(),
                launch.GetProperty("suppressJITOptimizations").GetBoolean()));
    }

    [Fact]
    public void The_task_that_watches_marks_problems_as_the_compiler_s()
    {
        var watch = Json(".vscode/tasks.json").GetProperty("tasks")[0];

        Assert.Equal(
            ["check", "${input:definition}", "--watch"],
            watch.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()));
        Assert.True(watch.GetProperty("isBackground").GetBoolean());
        Assert.Equal("$msCompile", watch.GetProperty("problemMatcher").GetProperty("base").GetString());
    }

    private JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(Path.Combine(_work.Folder, path))).RootElement;
}

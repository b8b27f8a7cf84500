using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>The settings of VS Code that run and debug migrations.</summary>
internal static class VsCodeFiles
{
    private const string DefinitionInput = "${input:definition}";
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = PrintableJson.Encoder };

    /// <summary><c>tasks.json</c>: what <c>check --watch</c> finds appears at the lines it is about.</summary>
    /// <param name="name">The migration to check first.</param>
    internal static string Tasks(string? name)
    {
        var watch = Task("dataflux: check while editing", "check", DefinitionInput, "--watch");
        watch["isBackground"] = true;
        watch["problemMatcher"] = new JsonObject
        {
            ["base"] = "$msCompile",
            ["fileLocation"] = InWorkspace(),
            ["background"] = new JsonObject
            {
                ["activeOnStart"] = true,
                ["beginsPattern"] = "^check begins",
                ["endsPattern"] = "^check ends",
            },
        };
        var check = Task("dataflux: check", "check", DefinitionInput);
        check["problemMatcher"] = new JsonObject { ["base"] = "$msCompile", ["fileLocation"] = InWorkspace() };
        var migrate = Task("dataflux: migrate", "migrate", DefinitionInput);
        migrate["problemMatcher"] = new JsonArray();
        var tasks = new JsonObject { ["version"] = "2.0.0", ["tasks"] = new JsonArray(watch, check, migrate), ["inputs"] = Inputs(name) };
        return tasks.ToJsonString(Indented) + "\n";
    }

    /// <summary><c>launch.json</c>: breakpoints in a profile need this program, as it is compiled, without "just my code".</summary>
    /// <param name="name">The migration to debug first.</param>
    internal static string Launch(string? name) => new JsonObject
    {
        ["version"] = "0.2.0",
        ["configurations"] = new JsonArray(new JsonObject
        {
            ["name"] = "dataflux: debug a profile",
            ["type"] = "coreclr",
            ["request"] = "launch",
            ["program"] = Program,
            ["args"] = new JsonArray("migrate", DefinitionInput, "--limit", "1000"),
            ["cwd"] = "${workspaceFolder}",
            ["console"] = "integratedTerminal",
            ["justMyCode"] = false,
            ["suppressJITOptimizations"] = true,
        }),
        ["inputs"] = Inputs(name),
    }.ToJsonString(Indented) + "\n";

    private static string Program => typeof(VsCodeFiles).Assembly.Location;

    private static JsonArray InWorkspace() => new("autoDetect", "${workspaceFolder}");

    private static JsonObject Task(string label, params string[] args) => new()
    {
        ["label"] = label,
        ["type"] = "process",
        ["command"] = "dataflux",
        ["args"] = new JsonArray([.. args.Select(static arg => (JsonNode)arg)]),
    };

    private static JsonArray Inputs(string? name)
    {
        var input = new JsonObject { ["id"] = "definition", ["type"] = "promptString", ["description"] = "The definition" };
        if (name is not null)
            input["default"] = name;

        return new JsonArray(input);
    }
}

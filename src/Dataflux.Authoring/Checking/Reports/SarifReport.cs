using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Authoring.Checking.Findings;
using Dataflux.Authoring.Explaining;
using Dataflux.Composing.Terminal;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking.Reports;

/// <summary>
/// One SARIF 2.1.0 log when the check is over (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). The rules are
/// the catalogue of errors, and behind it the compiler's codes that occurred.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="workingDirectory">The folder that paths are relative to, absolute.</param>
internal sealed class SarifReport(TextWriter output, string workingDirectory) : ICheckReport
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true };
    private readonly List<Problem> _problems = [];

    public void Passed(string layer, CheckOutcome outcome)
    {
    }

    public void Found(Problem problem) => _problems.Add(problem);

    public void Checked(string path, bool passed)
    {
    }

    public void End()
    {
        var codes = ErrorCatalogue.All.Select(entry => entry.Code)
            .Concat(_problems.Select(problem => problem.Code))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var log = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "dataflux",
                        ["version"] = ToolVersion.Text,
                        ["rules"] = new JsonArray([.. codes.Select(Rule)]),
                    },
                },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = new JsonArray([.. _problems.Select(problem => Result(problem, codes.IndexOf(problem.Code)))]),
            }),
        };
        output.WriteLine(log.ToJsonString(Form));
    }

    private static JsonObject Rule(string code)
    {
        if (ErrorCatalogue.Find(code) is not { } entry)
            return new JsonObject { ["id"] = code, ["helpUri"] = CompilerCode.Page(code) };

        return new JsonObject
        {
            ["id"] = code,
            ["shortDescription"] = Text(entry.Title),
            ["fullDescription"] = Text(entry.Meaning),
            ["help"] = new JsonObject { ["text"] = entry.Fix, ["markdown"] = ErrorPage.Body(entry) },
            ["defaultConfiguration"] = new JsonObject { ["level"] = entry.IsWarning ? "warning" : "error" },
        };
    }

    private JsonObject Result(Problem problem, int rule) => new()
    {
        ["ruleId"] = problem.Code,
        ["ruleIndex"] = rule,
        ["level"] = problem.IsWarning ? "warning" : "error",
        ["message"] = Text(problem.Message),
        ["locations"] = new JsonArray(Location(problem)),
    };

    // A flag or an environment variable is a place too, but no file.
    private JsonObject Location(Problem problem)
    {
        if (problem.Line == 0 && !File.Exists(Path.GetFullPath(problem.Path, workingDirectory)))
            return new JsonObject { ["logicalLocations"] = new JsonArray(new JsonObject { ["fullyQualifiedName"] = problem.Path }) };

        var place = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = Uri(problem.Path) } };
        if (problem.Line > 0)
        {
            var region = new JsonObject { ["startLine"] = problem.Line };
            if (problem.Column > 0)
                region["startColumn"] = problem.Column;

            place["region"] = region;
        }

        return new JsonObject { ["physicalLocation"] = place };
    }

    private static string Uri(string path) => Path.IsPathRooted(path)
        ? new Uri(path).AbsoluteUri
        : string.Join('/', path.Replace('\\', '/').Split('/').Select(System.Uri.EscapeDataString));

    private static JsonObject Text(string text) => new() { ["text"] = text };
}

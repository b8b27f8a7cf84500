using System.Text.Json;
using Dataflux.Authoring.Checking.Findings;
using Dataflux.Authoring.Explaining;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking.Reports;

/// <summary>One JSON document when the check is over; its shape is documented in docs/profiles.md and only grows.</summary>
/// <param name="output">Where to.</param>
/// <param name="sources">The files that problems are in.</param>
internal sealed class JsonReport(TextWriter output, SourceLines sources) : ICheckReport
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = PrintableJson.Encoder,
    };

    private readonly List<object> _definitions = [];
    private readonly List<object> _problems = [];
    private readonly List<object> _layers = [];
    private bool _passed = true;

    public void Passed(string layer, CheckOutcome outcome) =>
        _layers.Add(new { name = layer, summary = outcome.Summary, details = outcome.Details });

    public void Found(Problem problem) => _problems.Add(new
    {
        severity = problem.IsWarning ? "warning" : "error",
        code = problem.Code,
        title = ErrorCatalogue.Find(problem.Code)?.Title,
        path = problem.Path,
        line = problem.Line > 0 ? problem.Line : (int?)null,
        column = problem is { Line: > 0, Column: > 0 } ? problem.Column : (int?)null,
        message = problem.Message,
        source = sources.Line(problem),
    });

    public void Checked(string path, bool passed)
    {
        _definitions.Add(new { path, passed, layers = _layers.ToArray() });
        _layers.Clear();
        _passed &= passed;
    }

    public void End()
    {
        var document = new { version = Version, passed = _passed, definitions = _definitions, problems = _problems };
        output.WriteLine(JsonSerializer.Serialize(document, Form));
    }
}

using Dataflux.Authoring.Checking.Findings;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking.Reports;

/// <summary>
/// Workflow commands of GitHub Actions, one a line
/// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message).
/// </summary>
/// <param name="output">Where to: an output that takes commands as they are.</param>
/// <param name="secrets">What must not be shown. Struck out of what a command says: a secret may be a word of the command.</param>
internal sealed class GitHubReport(TextWriter output, Secrets secrets) : ICheckReport
{
    public void Passed(string layer, CheckOutcome outcome)
    {
    }

    public void Found(Problem problem)
    {
        var properties = new List<string> { $"file={Property(problem.Path.Replace('\\', '/'))}" };
        if (problem.Line > 0)
            properties.Add($"line={problem.Line}");

        if (problem.Line > 0 && problem.Column > 0)
            properties.Add($"col={problem.Column}");

        properties.Add($"title={Property(problem.Code)}");
        output.WriteLine($"::{(problem.IsWarning ? "warning" : "error")} {string.Join(',', properties)}::{Data(problem.Message)}");
    }

    public void Checked(string path, bool passed)
    {
    }

    public void End()
    {
    }

    // What a runner decodes: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    private string Data(string text) => Printable.Text(secrets.Strike(text)
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal));

    private string Property(string text) => Data(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}

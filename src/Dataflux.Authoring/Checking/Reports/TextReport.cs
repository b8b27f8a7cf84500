using Dataflux.Authoring.Checking.Findings;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking.Reports;

/// <summary>For people: what passed as it passes, and each problem with its source line.</summary>
/// <param name="output">Where what passed goes.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class TextReport(TextWriter output, ProblemText problems) : ICheckReport
{
    // More would be no hint but a list.
    private const int MostCodes = 4;
    private readonly List<string> _codes = [];

    public void Passed(string layer, CheckOutcome outcome)
    {
        output.WriteLine($"{layer}: {outcome.Summary}");
        foreach (var detail in outcome.Details)
            output.WriteLine($"  {detail}");
    }

    public void Found(Problem problem)
    {
        problems.Write(problem);
        if (!_codes.Contains(problem.Code, StringComparer.Ordinal))
            _codes.Add(problem.Code);
    }

    public void Checked(string path, bool passed)
    {
        if (passed)
            output.WriteLine($"{path}: OK");
    }

    public void End()
    {
        // The compiler's codes come last: what they say is mostly all there is to say.
        var told = _codes.Where(IsOwn).Concat(_codes.Where(code => !IsOwn(code))).Take(MostCodes).ToList();
        if (told.Count > 0)
            problems.Hint($"'dataflux explain {string.Join(' ', told)}' tells more");
    }

    private static bool IsOwn(string code) => code.StartsWith("DF", StringComparison.Ordinal);
}

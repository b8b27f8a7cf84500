using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking.Reports;

/// <summary>
/// Writes problems for people. The first line is <c>path(line,col): error DFxxxx: message</c>, which editors match
/// (<c>$msCompile</c> in VS Code) and which stays as it is; the source line and a caret come below it.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="sources">The files that problems are in.</param>
/// <param name="colours">Whether to use colours.</param>
internal sealed class ProblemText(TextWriter output, SourceLines sources, bool colours)
{
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Dim = "\e[2m";

    /// <summary>Writes the problems that end a command, to standard error.</summary>
    internal static void Write(IReadOnlyList<Problem> problems, CommandConsole console, Composition composition)
    {
        var text = new ProblemText(console.DrawnError, SourceLines.Of(console, composition), console.ErrorColours);
        foreach (var problem in problems)
            text.Write(problem);
    }

    /// <summary>Writes a problem.</summary>
    internal void Write(Problem problem)
    {
        var colour = problem.IsWarning ? Yellow : Red;
        var mark = problem.IsWarning ? ": warning " : ": error ";
        var text = Printable.Message(problem.ToString());
        output.WriteLine(colours ? text.Replace(mark, $": {Coloured(colour, mark[2..^1])} ", StringComparison.Ordinal) : text);
        if (sources.Line(problem) is not { } line)
            return;

        var excerpt = SourceExcerpt.Of(line, problem.Column);
        var number = $"{problem.Line,5} | ";
        output.WriteLine(Coloured(Dim, number) + Printable.Line(excerpt.Text));
        if (excerpt.Caret is { } caret)
            output.WriteLine(Coloured(Dim, $"{new string(' ', number.Length - 2)}| ") + new string(' ', caret) + Coloured(colour, "^"));
    }

    /// <summary>Writes a line that is no problem.</summary>
    internal void Hint(string text) => output.WriteLine(text);

    private string Coloured(string colour, string text) => colours ? $"{colour}{text}\e[0m" : text;
}

namespace Dataflux.Engine.Ground;

/// <summary>A definition or a script is wrong; nothing was touched. All problems are reported together.</summary>
public sealed class ProblemsException(IReadOnlyList<Problem> problems)
    : DatafluxException(string.Join(Environment.NewLine, problems))
{
    /// <summary>What was found.</summary>
    public IReadOnlyList<Problem> Problems { get; } = problems;

    /// <summary>A value of a definition's section is wrong, whichever file it comes from.</summary>
    /// <param name="section">The section, such as <c>target</c>.</param>
    /// <param name="message">What was found, what was expected.</param>
    /// <param name="code">The kind of problem.</param>
    public static ProblemsException InSection(string section, string message, string code = ProblemCode.WrongKind) =>
        new([new Problem(section, 0, 0, code, message)]);

    /// <inheritdoc/>
    public override int ExitCode => Ground.ExitCode.Usage;
}

namespace Dataflux.Engine.Ground;

/// <summary>A definition or a script is wrong; nothing was touched. All problems are reported together.</summary>
public sealed class ProblemsException(IReadOnlyList<Problem> problems)
    : DatafluxException(string.Join(Environment.NewLine, problems))
{
    /// <summary>What was found.</summary>
    public IReadOnlyList<Problem> Problems { get; } = problems;

    /// <inheritdoc/>
    public override int ExitCode => Ground.ExitCode.Usage;
}

namespace Dataflux.Engine.Ground;

/// <summary>A comparison cannot go on with what an interrupted one has found.</summary>
/// <param name="message">Why.</param>
public sealed class ComparisonChangedException(string message) : DatafluxException(message)
{
    /// <inheritdoc/>
    public override int ExitCode => Ground.ExitCode.Failed;
}

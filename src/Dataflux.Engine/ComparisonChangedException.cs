namespace Dataflux.Engine;

/// <summary>A comparison cannot go on with what an interrupted one has found.</summary>
/// <param name="message">Why.</param>
public sealed class ComparisonChangedException(string message) : DatafluxException(message)
{
    /// <inheritdoc/>
    public override int ExitCode => Engine.ExitCode.Failed;
}

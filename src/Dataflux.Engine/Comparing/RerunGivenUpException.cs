using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Comparing;

/// <summary>A re-run is better off writing at once.</summary>
/// <param name="message">Why.</param>
internal sealed class RerunGivenUpException(string message) : DatafluxException(message)
{
    public override int ExitCode => Ground.ExitCode.Failed;
}

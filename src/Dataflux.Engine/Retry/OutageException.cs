using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Retry;

/// <summary>A transient failure lasted longer than the configured patience. The run stops resumable.</summary>
internal sealed class OutageException(string what, int attempts, TimeSpan lasted, Failure failure, Exception inner)
    : DatafluxException(
        $"gave up {what} after {attempts:N0} attempts in {lasted.TotalSeconds:N0} s: {failure.Message}",
        inner)
{
    public override int ExitCode => Ground.ExitCode.Failed;
}

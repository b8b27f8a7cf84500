using Dataflux.Engine.Ground;

namespace Dataflux.Cli.Commands;

/// <summary>A migration did not end in the time it was given.</summary>
internal sealed class StillRunningException(string message) : DatafluxException(message)
{
    public override int ExitCode => Engine.Ground.ExitCode.Failed;
}

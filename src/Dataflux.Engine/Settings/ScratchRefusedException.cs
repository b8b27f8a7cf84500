using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Settings;

/// <summary>A copy of the tables cannot be made, or would not stand in for the real ones; those were not touched.</summary>
public sealed class ScratchRefusedException(string message) : DatafluxException(message)
{
    /// <inheritdoc/>
    public override int ExitCode => Engine.Ground.ExitCode.Failed;
}

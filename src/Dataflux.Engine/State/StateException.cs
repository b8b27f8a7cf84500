using Dataflux.Engine.Ground;

namespace Dataflux.Engine.State;

/// <summary>The state folder is in use, damaged, or belongs to another export, definition or script. Nothing was touched.</summary>
public sealed class StateException(string message, Exception? inner = null) : DatafluxException(message, inner)
{
    /// <inheritdoc/>
    public override int ExitCode => Ground.ExitCode.Usage;
}

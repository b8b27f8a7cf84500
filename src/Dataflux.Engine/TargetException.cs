namespace Dataflux.Engine;

/// <summary>The target cannot be written, whatever the record: a systemic failure. The run stops resumable.</summary>
public sealed class TargetException(string message, Exception? inner = null) : DatafluxException(message, inner)
{
    /// <inheritdoc/>
    public override int ExitCode => Engine.ExitCode.Failed;
}

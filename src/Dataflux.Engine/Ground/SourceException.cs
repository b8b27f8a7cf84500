namespace Dataflux.Engine.Ground;

/// <summary>The export cannot be read, or is not what its manifest says. The run stops resumable.</summary>
public sealed class SourceException(string message, Exception? inner = null) : DatafluxException(message, inner)
{
    /// <inheritdoc/>
    public override int ExitCode => Ground.ExitCode.Failed;
}

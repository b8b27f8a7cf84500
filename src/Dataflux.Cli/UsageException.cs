using Dataflux.Engine;

namespace Dataflux.Cli;

/// <summary>The command line cannot be obeyed; nothing was touched.</summary>
internal sealed class UsageException(string message) : DatafluxException(message)
{
    /// <inheritdoc/>
    public override int ExitCode => Engine.ExitCode.Usage;
}

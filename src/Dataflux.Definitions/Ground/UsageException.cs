using Dataflux.Engine.Ground;

namespace Dataflux.Definitions.Ground;

/// <summary>The command line cannot be obeyed; nothing was touched.</summary>
internal sealed class UsageException(string message) : DatafluxException(message)
{
    public override int ExitCode => Engine.Ground.ExitCode.Usage;
}

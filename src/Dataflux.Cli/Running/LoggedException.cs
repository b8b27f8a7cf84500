using Dataflux.Engine.Ground;

namespace Dataflux.Cli.Running;

/// <summary>A failure whose message the user has already seen as a log line.</summary>
internal sealed class LoggedException(DatafluxException inner) : DatafluxException(inner.Message, inner)
{
    public override int ExitCode => ((DatafluxException)InnerException!).ExitCode;
}

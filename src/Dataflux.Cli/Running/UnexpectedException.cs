using Dataflux.Engine.Ground;

namespace Dataflux.Cli.Running;

/// <summary>A failure that dataflux did not foresee, after its details went to the log.</summary>
/// <param name="inner">The failure.</param>
/// <param name="message">Its message, without secrets.</param>
/// <param name="logFile">The log, as the user would name it.</param>
internal sealed class UnexpectedException(Exception inner, string message, string logFile)
    : DatafluxException(
        $"unexpected {inner.GetType().Name}: {message}{Environment.NewLine}This is a bug in dataflux; the details are in {logFile}", inner)
{
    public override int ExitCode => Engine.Ground.ExitCode.Failed;
}

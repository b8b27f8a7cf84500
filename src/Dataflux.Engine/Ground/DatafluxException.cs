namespace Dataflux.Engine.Ground;

/// <summary>A failure that ends the run with a message for the user. Its kind decides the exit code.</summary>
public abstract class DatafluxException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The process's exit code (design: "Exit codes").</summary>
    public abstract int ExitCode { get; }
}

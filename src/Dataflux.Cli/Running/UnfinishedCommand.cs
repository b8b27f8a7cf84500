using Dataflux.Engine.Ground;

namespace Dataflux.Cli.Running;

/// <summary>
/// Watches over a command until it ends: a script that ends the process (<c>Environment.Exit</c>) must not make it look complete.
/// </summary>
internal sealed class UnfinishedCommand : IDisposable
{
    private readonly TextWriter _error;

    /// <param name="error">Standard error.</param>
    internal UnfinishedCommand(TextWriter error)
    {
        _error = error;
        AppDomain.CurrentDomain.ProcessExit += Ended;
    }

    /// <summary>The command ended by itself.</summary>
    public void Dispose() => AppDomain.CurrentDomain.ProcessExit -= Ended;

    private void Ended(object? sender, EventArgs e)
    {
        // A signal's code says the truth already.
        if (Environment.ExitCode is ExitCode.Interrupted or ExitCode.Terminated)
            return;

        var asked = Environment.ExitCode;
        Environment.ExitCode = ExitCode.Failed;
        _error.WriteLine($"error: something in this process, probably the script, called Environment.Exit({asked}) before the command "
            + "was done; what was committed stays. Next: throw an exception there instead, then run the same command again");
        _error.Flush();
    }
}

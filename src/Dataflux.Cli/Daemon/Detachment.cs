namespace Dataflux.Cli.Daemon;

/// <summary>The daemon's first act: a session of its own. Its standard streams are files already, see <see cref="DaemonStart"/>.</summary>
internal static class Detachment
{
    /// <summary>Names the file that takes the daemon's output; set by <c>dataflux start</c> for its child alone.</summary>
    internal const string Variable = "DATAFLUX_DETACH_TO";

    /// <summary>Detaches this process if <c>dataflux start</c> made it.</summary>
    internal static void IfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            return;

        // Not for the programs this process starts.
        Environment.SetEnvironmentVariable(Variable, null);
        _ = NativeProcess.SetSession();
    }
}

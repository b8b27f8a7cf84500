using Dataflux.Composing.Terminal;
using Dataflux.Engine.Ground;

namespace Dataflux.Composing.Running;

/// <summary>Work that a first Ctrl+C or SIGTERM lets clean up behind itself; the second ends the process at once.</summary>
internal static class Interruptible
{
    // Nothing is written to the target: what is left to do is to take a scratch schema away, or to leave a server.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Runs the work.</summary>
    /// <param name="console">The console; signals are listened to when it owns the process.</param>
    /// <param name="work">The work; it ends with its token.</param>
    /// <param name="stop">Stops the work too.</param>
    /// <returns>The work's exit code, or the signal's.</returns>
    internal static async Task<int> RunAsync(CommandConsole console, Func<CancellationToken, Task<int>> work, CancellationToken stop)
    {
        using var signals = new StopSignals(console.Error.WriteLine, Environment.Exit)
        {
            Patience = Limit,
            Time = console.Time,
        };
        if (console.OwnsProcess)
            signals.Listen();

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop, signals.Stop);
        try
        {
            return await work(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return signals.ExitCode ?? ExitCode.Interrupted;
        }
    }
}

using System.Runtime.InteropServices;
using Dataflux.Cli.Output;

namespace Dataflux.Cli.Running;

/// <summary>
/// The first Ctrl+C or SIGTERM asks the run to finish its batches and save; the second ends the process at once, which is
/// safe because a file is done only when everything of it is durable. A lost terminal (SIGHUP) counts as SIGTERM.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly Action<string> _say;
    private readonly Action<int> _exit;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _received;

    /// <summary>Creates the answer to signals without listening yet.</summary>
    /// <param name="say">Tells the user.</param>
    /// <param name="exit">Ends the process with an exit code.</param>
    internal StopSignals(Action<string> say, Action<int> exit)
    {
        _say = say;
        _exit = exit;
    }

    /// <summary>Cancelled by the first signal.</summary>
    internal CancellationToken Stop => _stop.Token;

    /// <summary>The exit code of the first signal; <see langword="null"/> when there was none.</summary>
    internal int? ExitCode { get; private set; }

    /// <summary>Listens to the process's signals.</summary>
    internal void Listen()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Receive(context.Signal);
            }));
        }
    }

    /// <summary>Answers a signal.</summary>
    internal void Receive(PosixSignal signal)
    {
        var code = signal == PosixSignal.SIGINT ? Engine.ExitCode.Interrupted : Engine.ExitCode.Terminated;
        if (Interlocked.Increment(ref _received) > 1)
        {
            _exit(code);
            return;
        }

        ExitCode = code;
        _say(RunLines.Stopping);

        // The handlers of the token run the pipeline's own code, which must not hold up the next signal.
        _ = _stop.CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }
}

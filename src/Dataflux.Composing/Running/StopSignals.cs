using System.Runtime.InteropServices;
using Dataflux.Composing.Output;

namespace Dataflux.Composing.Running;

/// <summary>
/// The first Ctrl+C or SIGTERM asks the run to finish its batches and save; the second ends the process at once, which is
/// safe because a file is done only when everything of it is durable. A lost terminal (SIGHUP) counts as SIGTERM. A run that has not
/// ended by itself when its time is over is ended the same way: a script may be in an endless loop.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>How long a run may take to end: what batches are given to drain, and some time to save.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    /// <summary>How long it may take when a call into the script does not come back.</summary>
    internal static readonly TimeSpan StuckLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Action<string> _say;
    private readonly Action<int> _exit;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _received;
    private int _gaveUp;
    private long _since;
    private ITimer? _timer;

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

    /// <summary>Whether a call into the script does not come back.</summary>
    internal Func<bool> IsStuck { get; init; } = static () => false;

    /// <summary>How long the work may take to end; <see cref="Limit"/> unless it has less to save.</summary>
    internal TimeSpan Patience { get; init; } = Limit;

    /// <summary>What the user is told at the first signal.</summary>
    internal string Announcement { get; init; } = WorkLines.Stopping;

    /// <summary>What the user is told when the work is ended.</summary>
    internal Func<TimeSpan, string> GaveUp { get; init; } = WorkLines.GaveUp;

    /// <summary>Where the time comes from.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

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
        var code = signal == PosixSignal.SIGINT ? Engine.Ground.ExitCode.Interrupted : Engine.Ground.ExitCode.Terminated;
        if (Interlocked.Increment(ref _received) > 1)
        {
            _exit(code);
            return;
        }

        ExitCode = code;
        _say(Announcement);
        _since = Time.GetTimestamp();
        _timer = Time.CreateTimer(_ => EndIfOverdue(), null, Second, Second);

        // The handlers of the token run the pipeline's own code, which must not hold up the next signal.
        _ = _stop.CancelAsync();
    }

    public void Dispose()
    {
        _timer?.Dispose();
        foreach (var registration in _registrations)
            registration.Dispose();

        _stop.Dispose();
    }

    /// <summary>Ends the process when the run had its time; asked every second after the first signal.</summary>
    internal void EndIfOverdue()
    {
        var waited = Time.GetElapsedTime(_since);
        if ((waited < Patience && !(waited >= StuckLimit && IsStuck())) || Interlocked.Exchange(ref _gaveUp, 1) != 0)
            return;

        _say(GaveUp(waited));
        _exit(ExitCode ?? Engine.Ground.ExitCode.Terminated);
    }
}

using System.Diagnostics;

namespace Dataflux.Engine.Ground;

/// <summary>
/// The named steps at which the crash tests end the process by SIGKILL: <c>DATAFLUX_KILL_AT=name</c>, or <c>name:3</c> for the
/// third time. Nothing can be done after a kill, so this is a power failure at a known place. Costs nothing when unset.
/// </summary>
internal static class KillPoint
{
    /// <summary>A block of items was read.</summary>
    internal const string Reading = "reading";

    /// <summary>One of the shelves with a part's rows, spread by key, is about to get its name.</summary>
    internal const string InPartitions = "in-partitions";

    /// <summary>A batch was committed, the next one is not begun.</summary>
    internal const string BetweenBatches = "between-batches";

    /// <summary>A batch was sent to the target and is not committed.</summary>
    internal const string InTransaction = "in-transaction";

    /// <summary>A part's rejects are being written to the reject file.</summary>
    internal const string InRejects = "in-rejects";

    /// <summary>A part's rows are committed and its rejects flushed; the checkpoint does not say so.</summary>
    internal const string BeforeCheckpoint = "before-checkpoint";

    /// <summary>The new checkpoint is written beside the old one, which it has not replaced.</summary>
    internal const string InCheckpoint = "in-checkpoint";

    /// <summary>The new checkpoint has replaced the old one.</summary>
    internal const string AfterCheckpoint = "after-checkpoint";

    /// <summary>The profile's <c>onComplete</c> has worked and is not committed.</summary>
    internal const string InOnComplete = "in-oncomplete";

    /// <summary>Everything is done but to say so.</summary>
    internal const string BeforeComplete = "before-complete";

    /// <summary>A replay has run, its rejects have not taken the place of the old ones.</summary>
    internal const string BeforeReplacement = "before-replacement";

    /// <summary>The checkpoint says that the reject file is to be replaced, which has not happened.</summary>
    internal const string InReplacement = "in-replacement";

    /// <summary>The reject file is replaced, the checkpoint says that it is still to be.</summary>
    internal const string AfterReplacement = "after-replacement";

    /// <summary>The progress of a run that is to be undone is forgotten, and none of its rows is restored.</summary>
    internal const string BeforeUndo = "before-undo";

    /// <summary>A reset has deleted a part of what it deletes.</summary>
    internal const string InReset = "in-reset";

    private static readonly AsyncLocal<Action<string>?> Watcher = new();
    private static readonly string? Armed = Environment.GetEnvironmentVariable("DATAFLUX_KILL_AT");
    private static int _seen;
    private static volatile bool _isWatched;

    /// <summary>Has the steps of this flow of control told to a test, which copies what a power failure there would leave.</summary>
    internal static void Watch(Action<string>? watcher)
    {
        Watcher.Value = watcher;
        _isWatched = true;
    }

    /// <summary>Ends the process if this is the step it is to be ended at.</summary>
    internal static void At(string step)
    {
        if (Armed is not null)
            KillIf(step);

        if (_isWatched)
            Watcher.Value?.Invoke(step);
    }

    private static void KillIf(string step)
    {
        var parts = Armed!.Split(':');
        var time = parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 1;
        if (parts[0] == step && Interlocked.Increment(ref _seen) == time)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}

using Dataflux.Cli.Output;
using Dataflux.Composing.Output;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Monitoring;

/// <summary>A migration's status for people.</summary>
internal static class StatusText
{
    private const int LabelWidth = 12;

    /// <summary>One migration in full.</summary>
    /// <param name="status">The status.</param>
    /// <param name="now">The present time.</param>
    /// <param name="workingDirectory">Paths are shown as seen from here.</param>
    internal static IEnumerable<string> Lines(MigrationStatus status, DateTimeOffset now, string workingDirectory)
    {
        yield return $"{status.Name}: {Headline(status, now)}";
        if (status.Last is not { } run)
            yield break;

        var counts = run.Counts;
        if (run.Run > 0)
            yield return Row("run", Figures.Count(run.Run));

        yield return Row("items", Items(run));
        yield return Row("", RunLines.Accounting(counts).ToString());
        foreach (var (reason, count) in counts.Rejected)
            yield return Row("", $"{Figures.Count(count)} rejected by {reason}");

        if (run.Waited > 0)
            yield return Row("waited", $"{Figures.Count(run.Waited, "item")} for a row that they refer to");

        yield return Row("records", RecordsText.Of(counts.Records));
        yield return Row($"{run.FileCalled ?? "file"}s", $"{Figures.Count(run.FilesDone)} of {Figures.Count(run.Files)} done"
            + (run.CurrentFiles.Count > 0 ? $"; working on {string.Join(", ", run.CurrentFiles)}" : ""));
        if (run.Partitions is { } partitions)
            yield return Row("partitions", $"{Figures.Count(run.PartitionsDone)} of {Figures.Count(partitions)} done");

        if (run.Backlog is { } backlog)
        {
            yield return Row("source", $"kept {Figures.Bytes(backlog.Bytes)} for this migration when the run began"
                + (backlog.ReadAt is { } at ? $", {Figures.Clock(run.StartedAt - at)} after it was read last" : ""));
        }

        if (run.Target.Length > 0)
            yield return Row("target", run.Target);
        yield return Row("retries", Figures.Count(run.Retries));
        if (status.Phase == RunPhase.Running && run.Waiting is { } wait)
        {
            var left = wait.Until > now ? $"in {Figures.Seconds(wait.Until - now)}" : "under way";
            yield return Row("waiting", $"{wait.What} failed: {wait.Message}; attempt {wait.Attempt} {left}");
        }

        foreach (var (label, text) in Pressure(status, now))
            yield return Row(label, text);

        if (run.LastError is { } error)
            yield return Row("last error", $"{error}{(run.LastErrorAt is { } at ? $" ({at:yyyy-MM-dd HH:mm:ss}Z)" : "")}");

        if (status.Phase == RunPhase.Running && run.Metrics is { } metrics)
            yield return Row("metrics", metrics.ToString());
        if (status.Phase == RunPhase.Running && run.Dashboard is { } dashboard)
            yield return Row("dashboard", dashboard.ToString());
        yield return Row("log", ShownPath.Of(run.LogFile, workingDirectory));
    }

    /// <summary>What a run costs a target that counts it.</summary>
    internal static string Capacity(PressureStatus pressure, bool runs)
    {
        var limit = pressure.CapacityLimit is { } most ? $"{Figures.Rate(most)} allowed" : "no limit";
        var slowed = runs && pressure.CapacityRate is { } rate && !(rate >= pressure.CapacityLimit) ? $", {Figures.Rate(rate)} now" : "";
        return $"{Figures.Count((long)pressure.CapacityUsed)} {pressure.CapacityUnit} used, {limit}{slowed}; the target throttled "
            + (pressure.TargetThrottled == 1 ? "once" : $"{Figures.Count(pressure.TargetThrottled)} times");
    }

    private static IEnumerable<(string Label, string Text)> Pressure(MigrationStatus status, DateTimeOffset now)
    {
        if (status.Last?.Pressure is not { } pressure)
            yield break;

        var runs = status.Phase == RunPhase.Running;
        if (pressure.MaxRate is { } rate)
        {
            yield return ("rate", (runs ? $"{Figures.Rate(pressure.RecordsPerSecond)} of " : "") + $"{Figures.Rate(rate)} records allowed; "
                + $"writers waited {Figures.Clock(TimeSpan.FromSeconds(pressure.RateWaitSeconds))} for it");
        }

        if (pressure.CapacityUnit is not null)
            yield return ("capacity", Capacity(pressure, runs));

        if (pressure.MaxReplicaLagSeconds is { } longest)
        {
            var lag = pressure.ReplicaLagSeconds is { } seconds
                ? $"{pressure.Replica} is {Figures.Seconds(TimeSpan.FromSeconds(seconds))} behind"
                : "none is connected";
            var held = runs && pressure.HeldSince is { } since
                ? $"writers wait for it since {Figures.Clock(now - since)}"
                : $"the run waited {Figures.Clock(TimeSpan.FromSeconds(pressure.HeldSeconds))} for replicas";
            yield return ("replicas", $"{lag}, {Figures.Seconds(TimeSpan.FromSeconds(longest))} allowed; {held}");
        }
    }

    /// <summary>One migration in a line of a list.</summary>
    internal static string Line(MigrationStatus status, DateTimeOffset now) =>
        $"{status.Name.PadRight(24)}  {Headline(status, now)}{(status.Last is { } run ? $": {Items(run)}" : "")}";

    private static string Headline(MigrationStatus status, DateTimeOffset now) => status.Phase switch
    {
        RunPhase.NeverRun => "never run",
        RunPhase.Running =>
            $"{(status.Last is { Stopping: true } ? "stopping" : "running")}, PID {status.Pid}, since {status.Since:yyyy-MM-dd HH:mm:ss}Z "
                + $"({Figures.Clock(now - status.Since!.Value)})",
        RunPhase.Crashed => $"crashed, PID {status.Pid}, begun {status.Since:yyyy-MM-dd HH:mm:ss}Z: "
            + (status.EndedByRestart
                ? "the machine was restarted"
                : "the process ended without saying so (killed, out of memory, or a crash of the runtime)"),
        RunPhase.Complete => $"{status.Last!.Ending ?? "complete"}, {Ended(status)}",
        RunPhase.Limited => $"stopped at the limit, {Ended(status)}",
        RunPhase.Interrupted => $"interrupted, {Ended(status)}; run it again to resume",
        RunPhase.TooManyRejects => $"stopped by too many rejects, {Ended(status)}",
        _ => $"failed, {Ended(status)}",
    };

    private static string Ended(MigrationStatus status) =>
        $"ended {status.Last!.UpdatedAt:yyyy-MM-dd HH:mm:ss}Z after {Figures.Clock(status.Last.Took)}";

    private static string Items(RunStatus run)
    {
        var items = run.ItemsTotal is { } total
            ? $"{Figures.Count(run.ItemsPassed)} of {Figures.Count(total)} ({Figures.Percent(run.ItemsPassed, total)})"
            : Figures.Count(run.ItemsPassed);
        return run.Phase == RunPhase.Running
            ? $"{items}, {Figures.Rate(run.ItemsPerSecond)}"
                + (run.SecondsLeft is { } left ? $", {Figures.Clock(TimeSpan.FromSeconds(left))} left" : "")
            : items;
    }

    private static string Row(string label, string text) => $"  {label.PadRight(LabelWidth)}{Printable.Line(text)}";
}

using Dataflux.Cli.Output;
using Dataflux.Composing.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dataflux.Cli.Monitoring;

/// <summary>What a person at a terminal sees of a run: a bar over everything, the files, what was rejected, what is waited for.</summary>
internal static class ProgressBlock
{
    private const int BarWidth = 30;
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Warning = new(Color.Yellow);

    /// <summary>The block; <see langword="null"/> when there is nothing to show yet.</summary>
    /// <param name="status">The run.</param>
    /// <param name="now">The present time.</param>
    internal static IRenderable? Of(RunStatus status, DateTimeOffset now)
    {
        var lines = new List<IRenderable>();
        if (status.Files > 0)
        {
            lines.Add(Bar(status));
            lines.Add(Line(Files(status), Dim));
        }

        if (status.Counts.RejectedTotal > 0 || status.Retries > 0)
            lines.Add(Line(Troubles(status), status.Counts.RejectedTotal > 0 ? Warning : Dim));
        if (Wait(status, now) is { } wait)
            lines.Add(Line(wait, Warning));
        return lines.Count == 0 ? null : new Rows(lines);
    }

    private static Grid Bar(RunStatus status)
    {
        var (done, all) = status.ItemsTotal is { } items ? (status.ItemsPassed, items) : (status.FilesDone, status.Files);
        var grid = new Grid().AddColumn(Column(shrinks: false)).AddColumn(Column(shrinks: true)).AddColumn(Column(shrinks: false));
        var figures = Line(Figure(status), Style.Plain);
        return grid.AddRow(Line(status.Name, Style.Plain), new ProgressBarOf(done, all, BarWidth), figures);
    }

    private static string Figure(RunStatus status)
    {
        var items = status.ItemsTotal is { } total
            ? $"{Figures.Percent(status.ItemsPassed, total)}  {Figures.Count(status.ItemsPassed)} of {Figures.Count(total)} items"
            : Figures.Count(status.ItemsPassed, "item");
        var left = status.SecondsLeft is { } seconds ? $"  {Figures.Clock(TimeSpan.FromSeconds(seconds))} left" : "";
        return $"{items}  {Figures.Rate(status.ItemsPerSecond)}{left}";
    }

    private static string Files(RunStatus status)
    {
        var current = status.CurrentFiles.Count > 0 ? $": {string.Join(", ", status.CurrentFiles)}" : "";
        return status.Partitions is { } partitions
            ? $"{Figures.Count(status.FilesDone)} of {Figures.Count(status.Files, status.FileCalled ?? "file")} read{current}, "
                + $"{Figures.Count(status.PartitionsDone)} of {Figures.Count(partitions, "partition")} grouped"
            : $"{Figures.Count(status.FilesDone)} of {Figures.Count(status.Files, status.FileCalled ?? "file")} done{current}";
    }

    private static string Troubles(RunStatus status)
    {
        var stages = string.Join(
            ", ", status.Counts.Rejected.Where(stage => stage.Value > 0).Select(stage => $"{Figures.Count(stage.Value)} by {stage.Key}"));
        return $"{Figures.Count(status.Counts.RejectedTotal)} rejected{(stages.Length > 0 ? $" ({stages})" : "")}, "
            + (status.Retries == 1 ? "1 retry" : $"{Figures.Count(status.Retries)} retries");
    }

    private static string? Wait(RunStatus status, DateTimeOffset now)
    {
        if (status.Waiting is { } wait)
        {
            var left = wait.Until > now ? $"in {Math.Ceiling((wait.Until - now).TotalSeconds):0} s" : "under way";
            return $"{wait.What} failed: attempt {wait.Attempt} {left}: {wait.Message}";
        }

        return status.Pressure is { HeldSince: { } since, Replica: { } replica, ReplicaLagSeconds: { } lag }
            ? $"waiting {Figures.Clock(now - since)} for replica {replica}, {Figures.Seconds(TimeSpan.FromSeconds(lag))} behind"
            : null;
    }

    // Names and messages come from elsewhere: nothing in them may move the cursor.
    private static Text Line(string text, Style style) =>
        new(string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)), style) { Overflow = Overflow.Ellipsis };

    private static GridColumn Column(bool shrinks) => new() { NoWrap = !shrinks, Padding = new Padding(0, 0, 1, 0) };
}

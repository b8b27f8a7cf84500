using Dataflux.Engine.Targets;

namespace Dataflux.Engine.State;

/// <summary>Finds what a target no longer has of what a checkpoint counts on.</summary>
internal static class TargetComparison
{
    /// <summary>Why this is another target than the checkpoint's; <see langword="null"/>: it is the same, as far as can be known.</summary>
    internal static string? OtherPlace(TargetHistory? was, TargetHistory? now) =>
        was is null || now is null ? null
        : was.System is { } system && now.System is { } other && system != other
            ? $"the target is another server's database (system {other}, was {system}; a restored dump or an upgraded server is another "
                + "one too)"
        : was.Database != now.Database
            ? $"the target's database was dropped and created again, or is another one ({now.Database}, was {was.Database})"
        : null;

    /// <summary>Which tables may not hold what was written to them, each with the reason.</summary>
    internal static IEnumerable<string> ChangedTables(TargetHistory? was, TargetHistory? now)
    {
        if (was is null || now is null)
            yield break;

        foreach (var (name, identity) in was.Tables)
        {
            if (!now.Tables.TryGetValue(name, out var found))
            {
                yield return $"table {name} is not there";
            }
            else if (found != identity)
            {
                yield return $"table {name} was truncated, dropped and created again, exchanged, or rewritten (VACUUM FULL, CLUSTER, "
                    + "ALTER TABLE)";
            }
        }

        foreach (var emptied in EmptiedTables(was, now))
            yield return emptied;
    }

    /// <summary>Which tables a crash may have emptied.</summary>
    internal static IEnumerable<string> EmptiedTables(TargetHistory was, TargetHistory now) => was.Start == now.Start
        ? []
        : was.Volatile.Where(name => now.Tables.TryGetValue(name, out var found) && found == was.Tables.GetValueOrDefault(name))
            .Select(name => $"table {name} is UNLOGGED and the server was started again since: a crash empties such a table");

    /// <summary>Why the target may not have what a checkpoint counts on; empty: as far as can be known it has.</summary>
    /// <param name="found">The checkpoint.</param>
    /// <param name="was">The target as it was then.</param>
    /// <param name="now">The target.</param>
    /// <param name="marks">The marks in the target.</param>
    /// <param name="readable">Whether marks can be read and made there.</param>
    /// <param name="orLost">Whether commits that the marks say are lost count too.</param>
    internal static IEnumerable<string> Doubts(
        Checkpoint found, TargetHistory? was, TargetHistory now, TargetMarks? marks, bool readable, bool orLost = false)
    {
        foreach (var changed in ChangedTables(was, now))
            yield return changed;

        if (Unknown(found, now, marks, readable) is { } unknown)
            yield return unknown;
        else if (orLost && readable && FirstLost(found, marks) is not null)
            yield return "the target lost commits (a fail-over, a crash, a restored backup)";
    }

    /// <summary>Why it cannot be known which commits the target has; <see langword="null"/>: it can.</summary>
    /// <param name="found">The checkpoint.</param>
    /// <param name="now">The target.</param>
    /// <param name="marks">The marks in the target.</param>
    /// <param name="readable">Whether marks can be read and made there.</param>
    private static string? Unknown(Checkpoint found, TargetHistory now, TargetMarks? marks, bool readable)
    {
        var marked = MarksOf(found).ToList();
        if (readable && marked.Any(mark => mark is not null) && marks?.Lineage != found.Lineage)
        {
            return marks is null
                ? "the marks of this migration's commits are not in the target any more (a restored or emptied schema dataflux)"
                : "another run of this migration, with a state of its own, has written to the target since";
        }

        return (!readable || marked.Contains(null)) && IsOtherTimeline(found.Target, now)
            ? $"another server took over, or the server was recovered to an earlier time (timeline {now.Timeline}, was "
                + $"{found.Target!.Timeline})"
            : null;
    }

    internal static bool IsOtherTimeline(TargetHistory? was, TargetHistory? now) =>
        was?.Timeline is { } before && now?.Timeline is { } after && before != after;

    /// <summary>The number of the first part whose commits the target does not have; <see langword="null"/>: it has them all.</summary>
    internal static int? FirstLost(Checkpoint found, TargetMarks? marks)
    {
        if (found.Partitions is { } partitions)
            return Lost(partitions.Marks) ? 0 : null;

        var lost = found.Parts.Values.Where(part => Lost(part.Marks)).ToList();
        return lost.Count > 0 ? lost.Min(part => part.Number) : null;

        bool Lost(CommitMarks? mark) => mark is not null && marks is not null && !marks.Marks.Include(mark);
    }

    private static IEnumerable<CommitMarks?> MarksOf(Checkpoint found) =>
        found.Partitions is { } partitions ? [partitions.Marks] : found.Parts.Values.Select(part => part.Marks);
}

using System.Text.Json;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Engine;

/// <summary>
/// What <see cref="EngineRun"/>'s profile makes of an export, written down as plainly as possible: one file after the other, or all of
/// them together, and nothing fails.
/// </summary>
internal sealed class ScheduleModel
{
    private readonly HashSet<long> _refused;
    private readonly HashSet<long> _orphaned;

    internal ScheduleModel(string[][] files, bool grouped, HashSet<long> refused, bool together, Func<long, long?>? parentOf = null)
    {
        var all = new List<List<(int File, long Key, long Value, int Line)>>();
        _refused = refused;
        var rows = new List<(int File, long Key, long Value, int Line)>();
        for (var file = 0; file < files.Length; file++)
        {
            for (var line = 1; line <= files[file].Length; line++)
            {
                Items++;
                Parse(file, line, files[file][line - 1], rows);
            }

            if (!together || file == files.Length - 1)
            {
                var groups = grouped
                    ? rows.GroupBy(row => row.Key).Select(group => group.ToList())
                    : rows.Select(row => new[] { row }.ToList());
                all.AddRange(groups);
                rows.Clear();
            }
        }

        // What comes at all, whenever it does: a row whose parent does not is left out, and so are those that refer to it.
        var there = all.Select(group => group[0].Key).Where(key => key != 666 && !refused.Contains(key)).ToHashSet();
        while (there.RemoveWhere(key => parentOf?.Invoke(key) is { } parent && !there.Contains(parent)) > 0)
        {
        }

        _orphaned = [.. all.Select(group => group[0].Key).Except(there)];
        all.ForEach(Write);
    }

    /// <summary>How a run of a random schedule works.</summary>
    internal static MigrationOptions NewOptions(Random random, bool inTarget) => new()
    {
        BatchSize = random.Next(1, 6),
        Writers = random.Next(1, 4),
        Readers = random.Next(1, 3),
        RetryFor = random.Next(3) == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(10),
        DrainFor = TimeSpan.FromMinutes(1),
        Checkpoint = inTarget ? CheckpointPlace.Target : CheckpointPlace.Folder,
    };

    /// <summary>The lines of a random export's files.</summary>
    /// <param name="random">Chance.</param>
    /// <param name="refused">Gets the keys that the target refuses.</param>
    /// <param name="mostRefused">How many there are at most.</param>
    /// <param name="mostFiles">How many files there are at most.</param>
    internal static string[][] NewExport(Random random, HashSet<long> refused, int mostRefused, int mostFiles)
    {
        for (var i = random.Next(0, mostRefused + 1); i > 0; i--)
            refused.Add(random.Next(1, 20));

        return [.. Enumerable.Range(0, random.Next(1, mostFiles + 1))
            .Select(_ => Enumerable.Range(0, random.Next(1, 14)).Select(_ => NewLine(random)).ToArray())];
    }

    /// <summary>An item of a random export, of any of the kinds that the profile knows.</summary>
    internal static string NewLine(Random random) => random.Next(16) switch
    {
        0 => "not json",
        1 => """{"Item":{"other":{"S":"x"}}}""",
        2 => EngineRun.Item(13, 1),
        3 => EngineRun.Item(666, 1),
        4 => EngineRun.Item(random.Next(1, 20), -1),
        _ => EngineRun.Item(random.Next(1, 20), random.Next(1, 100)),
    };

    internal SortedDictionary<long, Sum> Table { get; } = [];

    internal List<string> Rejects { get; } = [];

    internal long Items { get; private set; }

    internal long Kept { get; private set; }

    internal long Skipped { get; private set; }

    internal long Rejected { get; private set; }

    /// <summary>A run that is complete has the model's table, rejects and account, and leaves no draft of rejects behind.</summary>
    internal void AssertEnd(int seed, EngineRun run, RunSummary summary)
    {
        Assert.Equal((seed, Text(Table.Values)), (seed, Text(run.Target.Table.Values)));
        Assert.Equal((seed, Text(Rejects.Order(StringComparer.Ordinal))), (seed, Text(run.RejectTexts())));
        Assert.Equal(
            (seed, Items, Kept, Skipped, Rejected),
            (seed, summary.Counts.Items, summary.Counts.Kept, summary.Counts.SkippedTotal, summary.Counts.RejectedTotal));
        Assert.Empty(Directory.GetFiles(run.Folder, "*.part"));
    }

    private static string Text<T>(IEnumerable<T> values) => string.Join('\n', values);

    private void Parse(int file, int line, string text, List<(int File, long Key, long Value, int Line)> rows)
    {
        if (text == "not json")
        {
            Reject(file, "read", [line]);
            return;
        }

        using var json = JsonDocument.Parse(text);
        var item = json.RootElement.GetProperty("Item");
        if (!item.TryGetProperty("k", out var key))
        {
            Skipped++;
            return;
        }

        var row = (File: file, Key: long.Parse(key.GetProperty("N").GetString()!),
            Value: long.Parse(item.GetProperty("v").GetProperty("N").GetString()!), Line: line);
        if (row.Value < 0)
            Reject(file, "parseItem", [line]);
        else if (row.Key == 13)
            Skipped++;
        else
            rows.Add(row);
    }

    private void Write(List<(int File, long Key, long Value, int Line)> group)
    {
        var key = group[0].Key;
        if (key == 666 || _refused.Contains(key) || _orphaned.Contains(key))
        {
            foreach (var ofFile in group.GroupBy(row => row.File))
                Reject(ofFile.Key, key == 666 ? "transform" : "upsert", [.. ofFile.Select(row => row.Line)]);

            return;
        }

        Table[key] = new Sum(key, group.Count, group.Sum(row => row.Value));
        Kept += group.Count;
    }

    private void Reject(int file, string stage, int[] lines)
    {
        Rejects.Add($"data/{file:D3}.json.gz {stage} [{string.Join(',', lines)}] {lines.Length}");
        Rejected += lines.Length;
    }
}

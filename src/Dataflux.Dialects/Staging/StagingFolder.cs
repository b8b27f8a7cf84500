using System.Globalization;
using System.Text.Json;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Staging;

/// <summary>
/// The rows of a run until it is complete, in the migration's state folder: a segment for each transaction. What has its name is committed.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed class StagingFolder(string path)
{
    private const string Ending = ".rows";
    private const string Unfinished = ".new";
    private const string RunFile = "run.json";
    private readonly Lock _gate = new();
    private long _next = -1;

    internal string Path => path;

    /// <summary>The run that is staged; <see langword="null"/>: none is.</summary>
    internal StagedRun? Run
    {
        get
        {
            var file = System.IO.Path.Combine(path, RunFile);
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), SegmentJson.Default.StagedRun) : null;
        }
    }

    /// <summary>Says which run is staged.</summary>
    internal void Save(StagedRun run)
    {
        Directory.CreateDirectory(path);
        PrivateFile.Replace(System.IO.Path.Combine(path, RunFile), JsonSerializer.SerializeToUtf8Bytes(run, SegmentJson.Default.StagedRun));
    }

    /// <summary>Commits the rows of a transaction.</summary>
    /// <param name="part">Where they come from.</param>
    /// <param name="tables">The rows by table, each behind its length; at least one.</param>
    internal void Commit(WrittenPart part, IReadOnlyList<(SegmentTable Table, ReadOnlyMemory<byte> Rows)> tables)
    {
        Directory.CreateDirectory(path);
        var head = new SegmentHead
        {
            Number = part.Number,
            Part = part.Name,
            Position = part.Position,
            Link = part.Link,
            Tables = [.. tables.Select(static one => one.Table)],
        };
        string temporary;
        lock (_gate)
        {
            _next = _next < 0 ? NextFree() : _next;
            temporary = System.IO.Path.Combine(path, $"{Guid.NewGuid():N}{Unfinished}");
        }

        Segment.Write(temporary, head, tables.Select(static one => one.Rows));
        lock (_gate)
        {
            while (File.Exists(PathOf(_next)))
                _next++;

            PrivateFile.Name(temporary, PathOf(_next++));
        }
    }

    /// <summary>Goes on with a run: what was staged of parts that are not done is forgotten.</summary>
    /// <returns>The run that is staged.</returns>
    /// <exception cref="StateException">What is done is no longer here.</exception>
    internal StagedRun GoOn(PublishedRun run, string advice)
    {
        if (Run is not { } staged)
        {
            throw new StateException(
                $"{run.Done.Count} files are done, but their rows are no longer in {path}: somebody deleted them; {advice}");
        }

        Keep(head => run.Done.TryGetValue(head.Part, out var position) && (position is null || head.Position != position));
        return staged;
    }

    /// <summary>All segments, in the order of the source.</summary>
    internal IReadOnlyList<Segment> Segments() =>
    [
        .. Files().Select(static file => Segment.Open(file, OrderOf(file)))
            .OrderBy(static segment => segment.Head.Link).ThenBy(static segment => segment.Head.Number)
            .ThenBy(static segment => segment.Order),
    ];

    /// <summary>Forgets segments, and what is not finished.</summary>
    internal void Keep(Func<SegmentHead, bool> keeps)
    {
        if (!Directory.Exists(path))
            return;

        foreach (var file in Directory.GetFiles(path, "*" + Unfinished))
            File.Delete(file);

        foreach (var file in Files().Where(file => !keeps(Segment.Open(file, 0).Head)))
            File.Delete(file);
    }

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    private static long OrderOf(string file) =>
        long.Parse(System.IO.Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture);

    private string[] Files() => Directory.Exists(path) ? Directory.GetFiles(path, "*" + Ending) : [];

    private string PathOf(long order) => System.IO.Path.Combine(path, order.ToString("D12", CultureInfo.InvariantCulture) + Ending);

    private long NextFree() => Files().Select(OrderOf).DefaultIfEmpty(-1).Max() + 1;
}

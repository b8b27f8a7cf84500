using Dataflux.Dialects.Staging;
using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Options;
using Dataflux.Dialects.Warehouse.Stores;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>
/// Makes files of the rows of a run when it is complete, and shows them by replacing the manifest. Files depend on the rows and their order
/// alone, so a publication that was killed is done again with the same result.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="limits">How large files become.</param>
/// <param name="store">Where they are shown.</param>
/// <param name="stateFolder">The folder for what is staged.</param>
internal sealed class Publication(FilesOptions options, FileLimits limits, IFileStore store, string stateFolder)
    : IPublication, IDisposable
{
    private const string Advice = "start over ('dataflux reset', then run again), which writes all files again";
    private PublishedRun? _run;
    private MadeFiles? _made;

    /// <summary>The rows of the run.</summary>
    internal StagingFolder Staging { get; private set; } = new(Path.Combine(stateFolder, "staged"));

    /// <summary>When items were written that do not say so, in microseconds since 1970.</summary>
    internal long Time { get; private set; }

    public string Next => $"have the warehouse read the files that the target's manifest names ({options.Location})";

    public async Task BeginAsync(PublishedRun run, CancellationToken cancellation)
    {
        Dispose();
        _run = run;
        Time = (run.Time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        Staging = new(Path.Combine(stateFolder, run.IsReplay ? "staged-replay" : "staged"));
        var shown = await ReadAsync(cancellation);
        if (run.Done.Count == 0)
        {
            Staging.Clear();
            Staging.Save(run.IsReplay ? ReplayOf(shown) : new() { IsWhole = true });
            return;
        }

        var staged = Staging.GoOn(run, Advice);
        Staging.Save(staged.IsEnded
            ? new() { Links = [.. run.Left.Order()] }
            : staged with { Links = [.. staged.Links.Union(run.Left).Order()] });
    }

    public async Task<IReadOnlyList<PublishedFile>> PublishAsync(
        WriteCounts records, Action<string> step, CancellationToken cancellation)
    {
        var staged = Staging.Run ?? new() { IsWhole = true };
        var before = await ReadAsync(cancellation);
        if (staged.IsEnded)
            return [];

        // When the place was away, what is made is not made again.
        var made = _made ??= await MakeAsync(staged, cancellation);
        step(PublicationSteps.Made);
        var manifest = ManifestPlan.Of(before, staged, made.Tables, _run?.Migration ?? before?.Migration ?? "", options, store);
        await new ManifestChange(store, before, manifest, made.Files).ApplyAsync(step, cancellation);
        Dispose();
        return [.. made.Files.Select(static one => new PublishedFile(one.File.Path, one.File.Rows, one.File.ContentLength))];
    }

    public Task EndAsync(CancellationToken cancellation)
    {
        if (Staging.Run is { } staged)
        {
            Staging.Save(staged with { IsEnded = true });
            Staging.Keep(static _ => false);
        }

        return Task.CompletedTask;
    }

    /// <summary>Lets go of files that were made and not brought.</summary>
    public void Dispose()
    {
        _made?.Folder.Dispose();
        _made = null;
    }

    private static StagedRun ReplayOf(Manifest? shown)
    {
        var files = (shown?.Tables ?? []).SelectMany(static table => table.Files).ToList();
        var last = files.Select(static file => file.Export).DefaultIfEmpty().Max();
        return new()
        {
            ReplayOf = last,
            Replay = files.Where(file => file.Export == last).Select(static file => file.Replay).DefaultIfEmpty().Max() + 1,
        };
    }

    private async Task<Manifest?> ReadAsync(CancellationToken cancellation)
    {
        var shown = await store.ReadAsync(Manifest.FileName, cancellation) is { } content ? Manifest.Parse(content) : null;
        return shown is null || _run is null || shown.Migration == _run.Migration || shown.Migration.Length == 0
            ? shown
            : throw new TargetException(
                $"{store.Location} holds the files of the migration '{shown.Migration}'; give '{_run.Migration}' another 'path' under "
                + "'target:'");
    }

    private async Task<MadeFiles> MakeAsync(StagedRun staged, CancellationToken cancellation)
    {
        var folder = new MakingFolder(Path.Combine(Staging.Path, "making"));
        var segments = Staging.Segments();
        var tables = TablesOf(segments);
        var files = new List<(FileTable, ManifestFile, string)>();
        foreach (var export in segments.GroupBy(segment => staged.Replay > 0 ? staged.ReplayOf : segment.Head.Link))
        {
            foreach (var table in tables)
            {
                var group = new ExportTable(table, [.. export], export.Key, staged.Replay);
                foreach (var (file, path) in await group.MakeAsync(options, limits, folder.Path, cancellation))
                    files.Add((table, file, path));
            }
        }

        return new(folder, tables, files);
    }

    private static List<FileTable> TablesOf(IReadOnlyList<Segment> segments)
    {
        var tables = new SortedDictionary<string, FileTable>(StringComparer.Ordinal);
        foreach (var table in segments.SelectMany(static segment => segment.Head.Tables).Select(StagedTables.TableOf))
        {
            if (!tables.TryAdd(table.Name, table) && tables[table.Name].Shape != table.Shape)
            {
                throw new TargetException(
                    $"the table '{table.Name}' has other columns ({table.Shape}) than rows that were written before the run was "
                    + $"interrupted; {Advice}");
            }
        }

        return [.. tables.Values];
    }
}

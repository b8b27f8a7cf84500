using Dataflux.Dialects.DynamoDb.Options;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Dialects.Staging;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>
/// Makes files of the changes of a run when it is complete, and has DynamoDB import them. What was achieved is in the state folder, so that
/// a process that was killed at any step is followed by one that goes on: files that are in their place stay, and an import that was
/// started is waited for.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="limits">How large files become.</param>
/// <param name="placeOf">The place of a table's files.</param>
/// <param name="imports">The calls of DynamoDB.</param>
/// <param name="stateFolder">The folder for what is staged.</param>
internal sealed class ImportPublication(
    DynamoDbOptions options, ImportLimits limits, Func<string, TablePlace> placeOf, TableImport imports, string stateFolder) : IPublication
{
    private const string Advice = "start over ('dataflux reset', then run again), which makes all files again";

    private const string ByWriting =
        "what comes from now on is written into it: run with 'mode: write' under 'target:' (or --set target.mode=write)";

    private string? _migration;

    public Action<string> Notice { private get; set; } = static _ => { };

    public string Next => $"look at the new table in DynamoDB; increments, rejects that are run again, and what is followed: {ByWriting}";

    public bool ShowsOnce => true;

    /// <summary>The changes of the run.</summary>
    internal StagingFolder Staging { get; } = new(Path.Combine(stateFolder, ImportState.Folder));

    public async Task BeginAsync(PublishedRun run, CancellationToken cancellation)
    {
        _migration = run.Migration;
        if (run.IsReplay)
            throw new TargetException($"rejects cannot be added to an import; {ByWriting}");

        if (run.Done.Count == 0)
        {
            Staging.Clear();
            Staging.Save(new() { IsWhole = true });
            return;
        }

        var begun = ImportState.Read(Staging.Path);
        if (Staging.Run is { IsEnded: true })
            throw new TargetException($"{options.Location}: an earlier run has imported it; {ByWriting}");

        if (begun is not null && run.Left.Count > 0)
        {
            await ShowAsync(static _ => { }, cancellation);
            throw new TargetException(
                $"{options.Location}: the import of an earlier run is complete with {begun.Tables.Sum(static table => table.Items)} items; "
                + ByWriting);
        }

        Staging.GoOn(run, Advice);
    }

    /// <summary>Whether a table is there because this run's import makes it.</summary>
    internal bool Makes(string table) =>
        Staging.Run is not { IsEnded: true } && ImportState.Read(Staging.Path)?.Of(table) is { IsStarted: true };

    /// <summary>Refuses a place that holds something else.</summary>
    internal Task CheckPlaceAsync(string table, CancellationToken cancellation) => placeOf(table).CheckAsync(_migration, cancellation);

    public Task<IReadOnlyList<PublishedFile>> PublishAsync(WriteCounts records, Action<string> step, CancellationToken cancellation) =>
        ShowAsync(step, cancellation);

    private async Task<IReadOnlyList<PublishedFile>> ShowAsync(Action<string> step, CancellationToken cancellation)
    {
        if (Staging.Run is { IsEnded: true })
            return [];

        var segments = Staging.Segments();
        var state = ImportState.Read(Staging.Path);
        if (state is null)
        {
            state = new ImportState { Tables = await WriteAsync(segments, step, cancellation) }.Save(Staging.Path);
            step(ImportSteps.Written);
        }

        foreach (var table in state.Tables.Where(static table => table.Arn is null))
            state = state.With(await StartAsync(state, table, segments, step, cancellation));

        foreach (var table in state.Tables.Where(static table => !table.IsComplete))
        {
            state = state.With(await EndAsync(state, table, cancellation)).Save(Staging.Path);
            step(ImportSteps.Imported);
        }

        return [.. state.Tables.SelectMany(static table => table.Files.Select(file => FileOf(table, file)))];
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

    private static PublishedFile FileOf(TableState table, MadeFile file) => new($"{table.Name}/data/{file.Name}", file.Items, file.Bytes);

    private async Task<IReadOnlyList<TableState>> WriteAsync(
        IReadOnlyList<Segment> segments, Action<string> step, CancellationToken cancellation)
    {
        var tables = new List<TableState>();
        foreach (var staged in TablesOf(segments))
        {
            using var making = new MakingFolder(Path.Combine(Staging.Path, "making"));
            var place = placeOf(staged.Name);
            await place.CheckAsync(_migration, cancellation);
            var rows = segments.SelectMany(static one => one.Head.Tables).Where(one => one.Name == staged.Name).Sum(static one => one.Rows);
            var files = new ItemFiles(staged.Name, segments, making.Path, limits).Make();
            var brought = await place.BringAsync(_migration ?? "", rows, files, KeyOf(staged), step, cancellation);
            if (brought.Count > 0)
                tables.Add(new() { Name = staged.Name, Files = brought, Token = NewToken() });
            else
                Notice($"No item is left for the table '{staged.Name}', so it is not made.");
        }

        return tables;
    }

    private async Task<TableState> StartAsync(
        ImportState state, TableState table, IReadOnlyList<Segment> segments, Action<string> step, CancellationToken cancellation)
    {
        var place = placeOf(table.Name);
        if (!table.IsStarted && await imports.ExistsAsync(table.Name, cancellation))
            throw new TargetException(TableImportText.Exists(table.Name));

        table = table with { IsStarted = true };
        state = state.With(table).Save(Staging.Path);
        step(ImportSteps.Starting);
        var key = KeyOf(TablesOf(segments).First(one => one.Name == table.Name));
        string arn;
        try
        {
            arn = await imports.StartAsync(place.Request(key, table.Token), cancellation);
        }
        catch (TargetException)
        {
            state.With(Again(table)).Save(Staging.Path);
            throw;
        }

        step(ImportSteps.Started);
        table = table with { Arn = arn };
        state.With(table).Save(Staging.Path);
        step(ImportSteps.Known);
        return table;
    }

    private async Task<TableState> EndAsync(ImportState state, TableState table, CancellationToken cancellation)
    {
        Notice(
            $"DynamoDB imports {table.Items} items of {placeOf(table.Name).Location} into the new table '{table.Name}' ({table.Arn}). "
            + "The run waits for it; it may be stopped, and the same command waits again.");
        var import = await imports.EndAsync(table.Arn!, cancellation);
        if (TableImportText.WrongWith(table, import) is { } wrong)
        {
            state.With(Again(table)).Save(Staging.Path);
            throw new TargetException(wrong);
        }

        return table with { IsComplete = true };
    }

    // The next start is another import.
    private static TableState Again(TableState table) => table with { Token = NewToken(), IsStarted = false, Arn = null };

    private static string NewToken() => $"{Guid.NewGuid():N}";

    private static IReadOnlyList<KeyAttribute> KeyOf(SegmentTable table) =>
        [.. table.Columns.Select(static column => new KeyAttribute(column.Name, column.Type))];

    private static IReadOnlyList<SegmentTable> TablesOf(IReadOnlyList<Segment> segments)
    {
        var tables = new SortedDictionary<string, SegmentTable>(StringComparer.Ordinal);
        foreach (var table in segments.SelectMany(static segment => segment.Head.Tables))
        {
            if (!tables.TryAdd(table.Name, table) && !tables[table.Name].Columns.SequenceEqual(table.Columns))
            {
                throw new TargetException(
                    $"the table '{table.Name}' has another key ({string.Join(", ", table.Columns.Select(static one => one.Name))}) than "
                    + $"items that were kept before the run was interrupted; {Advice}");
            }
        }

        return [.. tables.Values];
    }
}

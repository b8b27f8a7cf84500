using System.Runtime.CompilerServices;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Decoding;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>
/// Tables or a query of PostgreSQL, all read in one snapshot: another one is taken where that is lost, and counted. Each part is a binary
/// COPY of its own.
/// </summary>
internal sealed class PostgreSqlSource(SourceOptions options) : ISource
{
    private readonly PostgreSqlDatabase _database = new(options.Connection);
    private readonly SemaphoreSlim _taking = new(1, 1);
    private readonly List<string> _read = [];

    // At which snapshot a part was read from a position on: it is not the same that is read there in another one.
    private readonly Dictionary<(string Part, string? Position), int> _begun = [];
    private Dictionary<string, TablePart> _parts = [];
    private HeldSnapshot? _held;
    private int _taken;

    /// <summary>How many pages a part is to have.</summary>
    internal long PagesPerPart { get; init; } = PartPlanner.DefaultPages;

    /// <summary>
    /// Called when the tables are locked: the snapshot that somebody exported to be read; <see langword="null"/>: one of this moment.
    /// </summary>
    internal Func<CancellationToken, Task<string?>>? Exported { get; init; }

    public SourceCapabilities Capabilities { get; } = new()
    {
        Terms = new("source", "part") { Promise = "snapshot" },
        HasPositions = options.IsOrdered,
        HasSnapshots = true,
    };

    public IReadOnlyList<string> Snapshots
    {
        get
        {
            lock (_begun)
                return [.. _read];
        }
    }

    public async Task<Export> OpenAsync(CancellationToken cancellation)
    {
        var held = await TakeAsync(cancellation);
        var planner = new PartPlanner(held.Connection, options, PagesPerPart);
        var bounds = options.StateFolder is { } folder ? new KeptBounds(folder) : null;
        var kept = bounds?.Read();
        var shown = new List<SourcePart>();
        var parts = new List<TablePart>();
        foreach (var relation in held.Relations)
        {
            var own = await planner.PartsAsync(relation, kept?.GetValueOrDefault(KeptBounds.NameOf(relation)), cancellation);
            var counts = options.Counts ? await planner.CountAsync(own, cancellation) : null;
            parts.AddRange(own);
            shown.AddRange(own.Select((part, i) => new SourcePart
            {
                Name = part.Name,
                Fingerprint = part.Range,
                ItemCount = counts?[i],
            }));
        }

        if (parts.Count > held.Relations.Count)
            bounds?.Write(BoundsOf(parts));

        _parts = parts.ToDictionary(static part => part.Name, StringComparer.Ordinal);
        return new()
        {
            Id = await SourceIdentity.OfAsync(held.Connection, options, cancellation)
                + (options.IsByPages ? $" as of {held.Name}" : ""), // pages mean the same rows in one snapshot only
            Location = $"{options.Connection.Location}: {options.Title}",
            Parts = shown,
            Time = held.Time,
            ItemCount = options.Counts ? shown.Sum(static part => part.ItemCount) : null,
            Notices = held.Notices,
        };
    }

    public async IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart wanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!_parts.TryGetValue(wanted.Name, out var part))
            throw new ArgumentException($"{wanted.Name} is no part of what was opened", nameof(wanted));

        var held = await HeldAsync(cancellation);
        Enter(part, wanted.Position, held);
        var position = wanted.Position is { } text ? RowPosition.Parse(text) : null;
        await using var connection = await _database.ConnectAsync(cancellation);
        await held.EnterAsync(connection, cancellation);
        await using var copy = await connection.BeginRawBinaryCopyAsync(CopyOf(part, position), cancellation);
        var rows = new PartRows(part, new CopyRows(copy), ReaderOf(part.Relation), position?.Row ?? 0);
        while (await rows.NextAsync(cancellation) is { } block)
        {
            lock (_begun)
                _begun.TryAdd((part.Name, wanted.Position), held.Number);

            yield return block;
        }
    }

    public Failure Classify(Exception exception) => SourceFailures.Classify(exception);

    public async ValueTask DisposeAsync()
    {
        await (_held?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _database.DisposeAsync();
        _taking.Dispose();
    }

    private static Dictionary<string, string[]> BoundsOf(IEnumerable<TablePart> parts) => parts
        .GroupBy(static part => KeptBounds.NameOf(part.Relation))
        .ToDictionary(static own => own.Key, static own => own.Select(static part => part.From).OfType<string>().ToArray());

    private ItemReader ReaderOf(Relation relation) =>
        new([.. relation.Columns.Select(static column => (column.Name, column.Read))], options.ConstantOf(relation));

    private string CopyOf(TablePart part, RowPosition? position)
    {
        var relation = part.Relation;
        var conditions = part.Conditions().ToList();
        if (position is not null)
            conditions.Add(position.Behind(relation));

        if (options.Where is { } where)
            conditions.Add($"({where}\n)");

        var rows = conditions.Count == 0 ? "" : $" where {string.Join(" and ", conditions)}";
        var order = relation.Key.Count == 0 ? "" : $" order by {relation.KeySql}";
        return $"copy (select {relation.Select} from {relation.From} as q{rows}{order}) to stdout (format binary)";
    }

    private async Task<HeldSnapshot> HeldAsync(CancellationToken cancellation)
    {
        await _taking.WaitAsync(cancellation);
        try
        {
            if (_held is { } held && await held.IsThereAsync(cancellation))
                return held;

            return options.IsByPages
                ? throw new SourceException(
                    $"{options.Title}: the connection that held the snapshot was lost. The pages of another one have other rows: start "
                        + "over ('dataflux reset', then run again)")
                : Unaltered(await TakeNewAsync(cancellation));
        }
        finally
        {
            _taking.Release();
        }
    }

    // The locks went with the snapshot: a table may be another one since.
    private HeldSnapshot Unaltered(HeldSnapshot held)
    {
        var shapes = held.Relations.ToDictionary(static relation => relation.Name, static relation => relation.Shape);
        var altered = _parts.Values.FirstOrDefault(part => shapes.GetValueOrDefault(part.Relation.Name) != part.Relation.Shape);
        return altered is null
            ? held
            : throw new SourceException(
                $"{altered.Relation.Name}: its columns were {altered.Relation.Shape}, and are others since the snapshot was lost; run "
                    + "again");
    }

    private async Task<HeldSnapshot> TakeAsync(CancellationToken cancellation)
    {
        await _taking.WaitAsync(cancellation);
        try
        {
            return await TakeNewAsync(cancellation);
        }
        finally
        {
            _taking.Release();
        }
    }

    private async Task<HeldSnapshot> TakeNewAsync(CancellationToken cancellation)
    {
        if (_held is { } lost)
        {
            _held = null;
            await lost.DisposeAsync();
        }

        return _held = await HeldSnapshot.TakeAsync(_database, options, ++_taken, Exported, cancellation);
    }

    private void Enter(TablePart part, string? position, HeldSnapshot held)
    {
        lock (_begun)
        {
            if (_read.LastOrDefault() != held.Name)
                _read.Add(held.Name);

            if (_begun.TryGetValue((part.Name, position), out var snapshot) && snapshot != held.Number)
            {
                throw new SourceException(
                    $"{part.Name}: the connection that held the snapshot was lost, and rows that were read in it cannot be read again; "
                        + "run again");
            }
        }
    }
}

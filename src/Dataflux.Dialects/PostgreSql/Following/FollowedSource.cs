using System.Runtime.CompilerServices;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>
/// Tables that are loaded once, in the snapshot that a replication slot began with, and followed from there on: a chain of the load and of
/// one part that grows.
/// </summary>
internal sealed class FollowedSource : ISource
{
    private const string Changes = "changes";

    private readonly SourceOptions _options;
    private readonly PostgreSqlDatabase _database;
    private readonly PostgreSqlSource _load;
    private readonly StreamRelations _relations;
    private readonly SlotOfRun _slot;
    private StreamMark? _mark;
    private ChangeStream? _stream;
    private NpgsqlLogSequenceNumber _saved;
    private bool _isBegun;

    /// <param name="options">What is followed.</param>
    /// <param name="stateFolder">The migration's state folder.</param>
    internal FollowedSource(SourceOptions options, string stateFolder)
    {
        _options = options;
        _database = new(options.Connection);
        _slot = new(_database, options, new(stateFolder));
        _load = new(options) { Exported = _slot.ExportAsync };
        _relations = new(_database, options);
    }

    public SourceCapabilities Capabilities => _load.Capabilities;

    public IReadOnlyList<string> Snapshots => _load.Snapshots;

    public async Task<Export> OpenAsync(CancellationToken cancellation)
    {
        var relations = await _relations.LookAsync(cancellation);
        await _slot.FindAsync(relations, cancellation);
        var loaded = _slot.IsLoaded ? null : await _load.OpenAsync(cancellation);
        var state = await _slot.BeginAsync(loaded, cancellation);
        var counts = loaded?.Parts.ToDictionary(static part => part.Name, static part => part.ItemCount, StringComparer.Ordinal);
        return new()
        {
            Id = loaded?.Id ?? await IdAsync(cancellation),
            Location = $"{_options.Connection.Location}: {_options.Title}, followed by slot {_options.Slot}",
            Parts =
            [
                .. state.Parts.Select(part => new SourcePart
                {
                    Name = part.Name,
                    Fingerprint = part.Fingerprint,
                    ItemCount = counts?.GetValueOrDefault(part.Name),
                }),
                new() { Name = Changes, Fingerprint = $"{_options.Slot} from {state.Start}", Link = 1, IsStream = true },
            ],
            Time = state.Time,
            IsChain = true,
            Backlog = _slot.Backlog,
            Notices = [.. loaded?.Notices ?? [], .. _slot.Notices],
        };
    }

    public IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, CancellationToken cancellation) =>
        part.IsStream ? FollowAsync(part, cancellation) : _load.ReadAsync(part, cancellation);

    public void Saved(string part, string position)
    {
        _saved = StreamPosition.Parse(position).Lsn;
        _stream?.Done(_saved);
        _slot.Loaded();
    }

    public Failure Classify(Exception exception) => FollowFailures.Classify(exception, _options.Slot!);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _slot.DisposeAsync();
        await _load.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async IAsyncEnumerable<ItemBlock> FollowAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await CloseAsync();
        var from = part.Position is { } position ? StreamPosition.Parse(position) : new(_slot.Start, 0, 0, 0);

        // The first one that is asked for is saved; later ones of a run, after an outage, need not be.
        if (!_isBegun && part.Position is not null)
            _saved = from.Lsn;

        _isBegun = true;
        await _slot.CheckAsync(from, cancellation);
        await using var current = new CurrentRows(_database);
        await MarkAsync(cancellation);
        var stream = await ChangeStream.OpenAsync(
            await _database.SingleAsync(cancellation), _options.Slot!, _options.Publication!, from.Lsn, cancellation);
        var isRead = false;
        try
        {
            await using var ending = stream.EndWith(cancellation);
            await foreach (var block in new ChangeReader(stream, _relations, current, from, _mark!).ReadAsync(cancellation))
                yield return block;

            (_stream, isRead) = (stream, true);
        }
        finally
        {
            if (!isRead)
                await stream.DisposeAsync();
        }
    }

    // One for the run: where the stream is opened again, it is read up to the same place.
    private async Task MarkAsync(CancellationToken cancellation)
    {
        if (_mark is not null)
            return;

        var mark = new StreamMark();
        await using var connection = await _database.ConnectAsync(cancellation);
        await mark.PutAsync(connection, cancellation);
        _mark = mark;
    }

    // The server is told what is done while the stream is open, which stays so behind its last change.
    private async Task CloseAsync()
    {
        if (_stream is not { } stream)
            return;

        _stream = null;
        try
        {
            await using (stream)
            {
                if (_saved != default)
                {
                    stream.Done(_saved);
                    await stream.TellAsync(CancellationToken.None);
                    await _slot.ReadAsync(_saved, CancellationToken.None);
                }
            }
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException or OperationCanceledException
            or SourceException)
        {
            // It is told with the next run.
        }
    }

    private async Task<string> IdAsync(CancellationToken cancellation)
    {
        await using var connection = await _database.ConnectAsync("begin", cancellation);
        var id = await SourceIdentity.OfAsync(connection, _options, cancellation);
        return id;
    }
}

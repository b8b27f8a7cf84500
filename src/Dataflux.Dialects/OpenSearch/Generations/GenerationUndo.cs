using System.Runtime.CompilerServices;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>Turns the aliases of a run back, all of them in one change.</summary>
/// <param name="aliases">The aliases.</param>
/// <param name="log">What there was and is.</param>
/// <param name="undone">The run's generation.</param>
/// <param name="time">The clock.</param>
internal sealed class GenerationUndo(AliasCatalog aliases, GenerationLog log, Generation undone, TimeProvider time) : IUndo
{
    private static readonly UndoStep Step = new("aliases", Deletes: false);
    private Generation? _back;

    /// <summary>What there is to do.</summary>
    internal required IReadOnlyList<UndoTurn> Pieces { get; init; }

    public IReadOnlyList<UndoStep> Steps { get; } = [Step];

    private List<UndoTurn> Left => [.. Pieces.Where(static piece => piece.Fate is UndoFate.Restore or UndoFate.Delete)];

    public Task<IReadOnlyList<UndoCounts>> CountAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UndoCounts>>(
        [
            .. Pieces.Select(static piece => new UndoCounts(
                $"alias {piece.Turn.Alias}", Count(piece, UndoFate.Delete), Count(piece, UndoFate.Restore),
                Count(piece, UndoFate.ChangedSince) + Count(piece, UndoFate.Gone), Count(piece, UndoFate.AsBefore))),
        ]);

    public Task BeginAsync(long run, CancellationToken cancellation)
    {
        _back = log.All.FirstOrDefault(other => other.Undoes == undone.Run && other.Run == run);
        if (_back is null)
        {
            _back = new()
            {
                Stamp = $"{FreshIndexes.StampOf(time.GetUtcNow())}-undo",
                Migration = undone.Migration,
                Run = run,
                Undoes = undone.Run,
                IsShown = true,
                IsEnded = true,
                Turns = [.. Left.Select(static piece => piece.Back)],
            };
            log.Save(_back);
        }

        return Task.CompletedTask;
    }

    public async Task<UndoPiece?> NextAsync(UndoStep step, long after, int size, CancellationToken cancellation)
    {
        var left = 0L;
        foreach (var piece in Left.Skip((int)after).Take(size))
            left += await IsDoneAsync(piece.Back, cancellation) ? 0 : 1;

        return left == 0 ? null : new(step, after, Math.Min(after + size, Left.Count), left);
    }

    public async Task<UndoApplied> ApplyAsync(UndoPiece piece, Action sent, CancellationToken cancellation)
    {
        var turns = new List<AliasTurn>();
        foreach (var turn in Left.Skip((int)piece.After).Take((int)(piece.Last - piece.After)))
        {
            if (!await IsDoneAsync(turn.Back, cancellation))
                turns.Add(turn.Back);
        }

        sent();
        await aliases.TurnAsync(turns, cancellation);
        return new(turns.Count, 0);
    }

    public async Task<UndoDone> DoneAsync(CancellationToken cancellation)
    {
        var (deleted, restored) = (0L, 0L);
        foreach (var turn in _back!.Turns)
        {
            var isDone = await IsDoneAsync(turn, cancellation);
            deleted += isDone && turn.Index is null ? 1 : 0;
            restored += isDone && turn.Index is not null ? 1 : 0;
        }

        var turned = _back.Turns.Select(static turn => turn.Alias).ToHashSet(StringComparer.Ordinal);
        return new(
            deleted, restored, Pieces.Count(piece => piece.Fate == UndoFate.AsBefore && !turned.Contains(piece.Turn.Alias)));
    }

    public async IAsyncEnumerable<UndoLeft> LeftAsync(
        IReadOnlyDictionary<(string Table, long Image), string> refusals, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var piece in Pieces.Where(static piece => piece.Fate is UndoFate.ChangedSince or UndoFate.Gone))
        {
            var isGone = piece.Fate == UndoFate.Gone;
            yield return new(
                "aliases", new Dictionary<string, string?> { ["alias"] = piece.Turn.Alias }, ChangedSince: !isGone,
                isGone ? $"the index '{piece.Turn.Before}', for which it stood, is no longer there" : null);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<bool> IsDoneAsync(AliasTurn turn, CancellationToken cancellation) =>
        (await aliases.ReadAsync(turn.Alias, cancellation))?.Index == turn.Index;

    private static long Count(UndoTurn piece, UndoFate fate) => piece.Fate == fate ? 1 : 0;
}

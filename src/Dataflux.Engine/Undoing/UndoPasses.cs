using Dataflux.Engine.Ground;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Undoing;

/// <summary>
/// Goes over the images of a run again and again, for as long as that restores anything: rows that refer to others, or hold what must be
/// unique, come right
/// once those have. What then still fails is taken apart until single rows are refused, as a run does with a batch.
/// </summary>
/// <param name="undo">The images.</param>
/// <param name="plan">What is undone.</param>
/// <param name="patience">The patience for an outage.</param>
internal sealed class UndoPasses(IUndo undo, UndoPlan plan, Patience patience)
{
    private readonly Dictionary<(string Table, long Image), string> _refusals = [];
    private bool _failed;
    private bool _takesApart;

    /// <summary>What the target said of single images.</summary>
    internal IReadOnlyDictionary<(string Table, long Image), string> Refusals => _refusals;

    /// <summary>Restored rows that triggers of the database made other than they were.</summary>
    internal long Altered { get; private set; }

    /// <summary>Goes over them.</summary>
    /// <param name="stop">Ends it after the transaction under way.</param>
    internal async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            _failed = false;
            _refusals.Clear();
            var done = 0L;
            foreach (var step in undo.Steps)
                done += await RunAsync(step, stop);

            if (done == 0 && (_takesApart || !_failed))
                return;

            _takesApart |= done == 0;
        }
    }

    private async Task<long> RunAsync(UndoStep step, CancellationToken stop)
    {
        var (done, after) = (0L, 0L);
        while (await NextAsync(step, after, plan.PieceSize, stop) is { } piece)
        {
            done += await ApplyAsync(piece, stop);
            KillPoint.At(KillPoint.BetweenBatches);
            after = piece.Last;
        }

        return done;
    }

    private async Task<long> ApplyAsync(UndoPiece piece, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            var applied = await patience.RunAsync(
                _ => undo.ApplyAsync(piece, static () => KillPoint.At(KillPoint.InTransaction), CancellationToken.None), stop);
            Altered += applied.Altered;
            return applied.Done;
        }
        catch (Exception e) when (plan.Target.RefusesRecords(e) is { } failure)
        {
            _failed = true;
            if (!_takesApart)
                return 0;

            if (piece.Images == 1)
            {
                _refusals[(piece.Step.Table, piece.Last)] = plan.Redact(failure.Message);
                return 0;
            }
        }

        var first = await NextAsync(piece.Step, piece.After, (int)(piece.Images / 2), stop);
        return first is null ? 0
            : await ApplyAsync(first, stop)
                + await ApplyAsync(piece with { After = first.Last, Images = piece.Images - first.Images }, stop);
    }

    private Task<UndoPiece?> NextAsync(UndoStep step, long after, int size, CancellationToken stop) =>
        patience.RunAsync(token => undo.NextAsync(step, after, size, token), stop);
}

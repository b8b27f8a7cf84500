using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>The generation before a run is the image of all that the run changes: undoing it is turning the aliases back.</summary>
/// <param name="generations">Fills and shows generations.</param>
/// <param name="aliases">The aliases.</param>
/// <param name="fresh">The indexes.</param>
/// <param name="log">What there was and is.</param>
/// <param name="time">The clock.</param>
internal sealed class GenerationImages(
    IndexGenerations generations, AliasCatalog aliases, FreshIndexes fresh, GenerationLog log, TimeProvider time) : IRunImages
{
    public bool KeepsAlways => true;

    public Task<IReadOnlyList<string>> KeepAsync(string migration, long run, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>(generations.Number(run)
            ? []
            : ["This run writes to the index that is in use, and 'dataflux undo' takes back a whole generation only"]);

    public Task<IReadOnlyList<string>> EndAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    public async Task<long> BytesAsync(string migration, long run, CancellationToken cancellation)
    {
        long bytes = 0;
        foreach (var turn in log.Of(run)?.Turns ?? [])
            bytes += turn.Before is { } before ? await fresh.BytesAsync(before, cancellation) : 0;

        return bytes;
    }

    public async Task<bool> ForgetAsync(string migration, long run, CancellationToken cancellation)
    {
        if (log.Of(run) is not { } generation)
            return false;

        log.Save(generation with { IsForgotten = true });
        foreach (var before in generation.Turns.Select(static turn => turn.Before).OfType<string>())
        {
            // Of another run's way back, or made by somebody else: it stays.
            if (log.All.Any(other => !other.IsForgotten && other.Turns.Any(turn => turn.Before == before)))
                continue;

            if (log.All.FirstOrDefault(other => other.Undoes == 0 && other.Turns.Any(turn => turn.Index == before)) is { } maker)
                await fresh.DeleteAsync(before, maker, cancellation);
        }

        return true;
    }

    public async Task<IUndo?> OpenAsync(string migration, long run, bool force, CancellationToken cancellation) =>
        log.Of(run) is { } generation
            ? new GenerationUndo(
                aliases, log, generation, time)
            {
                Pieces = await UndoTurn.AllAsync(generation, force, aliases, fresh, cancellation),
            }
            : null;
}

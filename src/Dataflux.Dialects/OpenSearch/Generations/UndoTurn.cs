namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>One alias of a run that is undone.</summary>
/// <param name="Turn">How the run turned it.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Back">The turn back, where it is turned.</param>
internal sealed record UndoTurn(AliasTurn Turn, UndoFate Fate, AliasTurn Back)
{
    /// <summary>Looks at all aliases of a generation.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="force">Whether aliases that somebody turned since are turned too.</param>
    /// <param name="aliases">The aliases.</param>
    /// <param name="fresh">The indexes.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal static async Task<List<UndoTurn>> AllAsync(
        Generation generation, bool force, AliasCatalog aliases, FreshIndexes fresh, CancellationToken cancellation)
    {
        var all = new List<UndoTurn>();
        foreach (var turn in generation.Turns)
        {
            var standing = await aliases.ReadAsync(turn.Alias, cancellation);
            var fate = !generation.IsShown || standing?.Index == turn.Before ? UndoFate.AsBefore
                : standing?.Index != turn.Index && !force ? UndoFate.ChangedSince
                : turn.Before is not { } before ? UndoFate.Delete
                : await fresh.ExistsAsync(before, cancellation) ? UndoFate.Restore
                : UndoFate.Gone;
            all.Add(new(turn, fate, new()
            {
                Alias = turn.Alias,
                Before = standing?.Index,
                Index = turn.Before,
                Properties = turn.Before is null ? standing?.Properties : turn.Properties ?? standing?.Properties,
            }));
        }

        return all;
    }
}

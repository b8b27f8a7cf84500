namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>The indexes that one run fills, or that its undo goes back to.</summary>
internal sealed record Generation
{
    /// <summary>When it was begun; the end of its indexes' names.</summary>
    public required string Stamp { get; init; }

    /// <summary>The migration.</summary>
    public required string Migration { get; init; }

    /// <summary>The number of the run; 0: not known yet.</summary>
    public long Run { get; init; }

    /// <summary>The run that it undoes; 0: it is none of an undo.</summary>
    public long Undoes { get; init; }

    /// <summary>Whether aliases stand for it.</summary>
    public bool IsShown { get; init; }

    /// <summary>Whether its run is recorded as complete.</summary>
    public bool IsEnded { get; init; }

    /// <summary>Whether somebody gave up the way back.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>Its aliases.</summary>
    public IReadOnlyList<AliasTurn> Turns { get; init; } = [];

    /// <summary>The same with another turn of an alias.</summary>
    internal Generation With(AliasTurn turn) =>
        this with { Turns = [.. Turns.Where(other => other.Alias != turn.Alias), turn] };
}

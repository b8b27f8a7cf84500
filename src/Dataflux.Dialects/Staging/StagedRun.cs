namespace Dataflux.Dialects.Staging;

/// <summary>The run whose rows are staged.</summary>
internal sealed record StagedRun
{
    /// <summary>Whether it brings everything: what earlier runs have shown goes.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The exports of a chain that it writes from their beginning.</summary>
    public IReadOnlyList<int> Links { get; init; } = [];

    /// <summary>The export that a replay adds to, and which replay of it it is; 0: it is none.</summary>
    public int ReplayOf { get; init; }

    /// <summary>Which replay of that export it is, counted from 1; 0: it is none.</summary>
    public int Replay { get; init; }

    /// <summary>Whether what it brought is recorded as complete: its rows are gone from here.</summary>
    public bool IsEnded { get; init; }
}

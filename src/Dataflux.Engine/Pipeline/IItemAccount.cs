using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;

namespace Dataflux.Engine.Pipeline;

/// <summary>Told by the stages what became of the items of one part that went no further: a run's accounting, or a trace.</summary>
internal interface IItemAccount
{
    /// <summary>The part's name in its manifest.</summary>
    string Part { get; }

    /// <summary>Whether the items were read before, and counted then.</summary>
    bool IsAgain { get; }

    /// <summary>Notes items that were read, after those of them that were skipped and rejected.</summary>
    void Read(int items, long bytes);

    /// <summary>Notes items that were skipped by design.</summary>
    void Skip(SkipReason reason, long items);

    /// <summary>Notes rejected items.</summary>
    /// <param name="stage">Where they were rejected.</param>
    /// <param name="reject">The reject.</param>
    /// <param name="item">The original line when it is at hand.</param>
    void Reject(Stage stage, Reject reject, OriginalLine? item = null);
}

namespace Dataflux.Engine.Reporting;

/// <summary>A queue between two stages. A long lag says that the stage behind it is the slow one.</summary>
public enum StageQueue
{
    /// <summary>Grouped rows of a part, waiting for <c>transform</c>.</summary>
    Groups,

    /// <summary>Batches, waiting for a writer.</summary>
    Batches,
}

namespace Dataflux.Engine.Reporting;

/// <summary>A stage whose working time is measured.</summary>
public enum TimedStage
{
    /// <summary>Getting items from the source: waiting for it, decompressing, finding the items.</summary>
    Read,

    /// <summary><c>parseItem</c>, <c>filter</c>, <c>deleteItem</c> and <c>groupKey</c>.</summary>
    ParseItem,

    /// <summary><c>transform</c>, and making batches.</summary>
    Transform,
}

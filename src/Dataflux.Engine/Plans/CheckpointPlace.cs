namespace Dataflux.Engine.Plans;

/// <summary>Where a run's progress is kept.</summary>
public enum CheckpointPlace
{
    /// <summary>In the state folder, which must lie on a durable disk. The default.</summary>
    Folder,

    /// <summary>
    /// In the target, together with the rejects, in the transaction of each part's last batch: for hosts without a durable disk. The
    /// state folder then holds copies only, and a run goes on without it.
    /// </summary>
    Target,
}

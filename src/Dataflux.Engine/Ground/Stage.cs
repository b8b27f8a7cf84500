namespace Dataflux.Engine.Ground;

/// <summary>Where an item can be rejected; the names appear in rejects, counts and metrics.</summary>
internal enum Stage
{
    Read,
    ParseItem,
    DeleteItem,
    Filter,
    GroupKey,
    GroupRows,
    Transform,
    Upsert,
    Delete,
}

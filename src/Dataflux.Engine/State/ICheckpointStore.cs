namespace Dataflux.Engine.State;

/// <summary>Where the checkpoint of a migration is.</summary>
internal interface ICheckpointStore
{
    /// <summary>The checkpoint; <see langword="null"/> when there is none.</summary>
    /// <exception cref="StateException">It is damaged or of a newer version; it is left as it is.</exception>
    Checkpoint? Load();

    /// <summary>Replaces the checkpoint.</summary>
    void Save(Checkpoint checkpoint);
}

using Dataflux.Engine.Ground;

namespace Dataflux.Engine.State;

/// <summary><c>checkpoint.json</c>: read once, replaced atomically.</summary>
internal sealed class CheckpointFile(string path) : ICheckpointStore
{
    /// <inheritdoc/>
    public Checkpoint? Load() => File.Exists(path) ? CheckpointText.Parse(File.ReadAllBytes(path), path) : null;

    /// <inheritdoc/>
    public void Save(Checkpoint checkpoint)
    {
        PrivateFile.Replace(path, CheckpointText.Format(checkpoint), KillPoint.InCheckpoint);
        KillPoint.At(KillPoint.AfterCheckpoint);
    }
}

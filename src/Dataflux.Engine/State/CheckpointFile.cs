using Dataflux.Engine.Ground;

namespace Dataflux.Engine.State;

/// <summary><c>checkpoint.json</c>: read once, replaced atomically.</summary>
internal sealed class CheckpointFile(string path) : ICheckpointStore
{
    public Checkpoint? Load() => File.Exists(path) ? CheckpointText.Parse(File.ReadAllBytes(path), path) : null;

    public void Save(Checkpoint checkpoint)
    {
        PrivateFile.Replace(path, CheckpointText.Format(checkpoint), KillPoint.InCheckpoint);
        KillPoint.At(KillPoint.AfterCheckpoint);
    }
}

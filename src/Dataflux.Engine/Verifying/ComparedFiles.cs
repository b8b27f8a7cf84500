using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Verifying;

/// <summary>The checkpoint of a comparison: a file is only called done when what was found in it is on disk.</summary>
/// <param name="comparison">The comparison.</param>
/// <param name="file">The checkpoint.</param>
internal sealed class ComparedFiles(IComparison comparison, ICheckpointStore file) : ICheckpointStore
{
    /// <inheritdoc/>
    public Checkpoint? Load() => file.Load();

    /// <inheritdoc/>
    public void Save(Checkpoint checkpoint)
    {
        comparison.Keep();
        file.Save(checkpoint);
    }
}

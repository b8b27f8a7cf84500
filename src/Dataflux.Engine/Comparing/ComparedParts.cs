using Dataflux.Engine.State;

namespace Dataflux.Engine.Comparing;

/// <summary>The checkpoint of a run that compares: a part is only called done when what was found in it is on disk.</summary>
/// <param name="keep">Brings it there.</param>
/// <param name="file">The checkpoint.</param>
internal sealed class ComparedParts(Action keep, ICheckpointStore file) : ICheckpointStore
{
    public Checkpoint? Load() => file.Load();

    public void Save(Checkpoint checkpoint)
    {
        keep();
        file.Save(checkpoint);
    }
}

using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Engine.Comparing;

/// <summary>
/// A writer's session of a re-run: batches are compared, and written only where some rows are known to differ. Its transactions stay as
/// they are otherwise, so that what is done rests on commits as everything does, and a second writer is noticed.
/// </summary>
/// <param name="session">Would write; its owner disposes it.</param>
/// <param name="comparing">Compares; owned.</param>
/// <param name="rerun">Judges what was found.</param>
internal sealed class RerunSession(ITargetSession session, ITargetSession comparing, Rerun rerun) : ITargetSession
{
    public Func<object, ItemOrigin?> OriginOf
    {
        set => session.OriginOf = comparing.OriginOf = value;
    }

    public WrittenPart Part
    {
        set => session.Part = value;
    }

    public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation)
    {
        var records = await rerun.CompareAsync(() => comparing.WriteAsync(write, cancellation));
        if (rerun.Writes)
            return await session.WriteAsync(write, cancellation);

        await session.WriteAsync(static _ => Task.CompletedTask, cancellation);
        return new(0, 0, records);
    }

    public ValueTask DisposeAsync() => comparing.DisposeAsync();
}

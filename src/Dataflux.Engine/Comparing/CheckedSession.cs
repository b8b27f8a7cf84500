using Dataflux.Engine.Ground;
using Dataflux.Engine.Retry;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Engine.Comparing;

/// <summary>A writer's session that has the server compare each batch right after its commit.</summary>
/// <param name="session">Writes; its owner disposes it.</param>
/// <param name="comparing">Compares; owned.</param>
/// <param name="patience">Waits out what is transient: the batch is committed, and is not to be written once more for that.</param>
internal sealed class CheckedSession(ITargetSession session, ITargetSession comparing, Patience patience) : ITargetSession
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
        var counts = await session.WriteAsync(write, cancellation);
        await CompareAsync(write, cancellation);
        return counts;
    }

    public async Task<WriteCounts> WriteAsync(
        Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task> keep, CancellationToken cancellation)
    {
        var counts = await session.WriteAsync(write, keep, cancellation);
        await CompareAsync(write, cancellation);
        return counts;
    }

    public ValueTask DisposeAsync() => comparing.DisposeAsync();

    private async Task CompareAsync(Func<ITarget, Task> write, CancellationToken cancellation)
    {
        try
        {
            await patience.RunAsync(token => comparing.WriteAsync(write, token), cancellation);
        }
        catch (Exception e) when (e is not (DatafluxException or OperationCanceledException))
        {
            // no record is to blame
            throw new TargetException($"a batch was written, and could not be compared afterwards: {e.Message}", e);
        }
    }
}

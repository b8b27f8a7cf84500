using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>A session whose transactions are checked before they are committed.</summary>
internal sealed class ScratchSession(ITargetSession inner, ScratchGuard guard) : ITargetSession
{
    public Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation) => inner.WriteAsync(
        async target =>
        {
            await guard.BeforeAsync((ISqlTarget)target);
            await write(target);
            await guard.AfterAsync((ISqlTarget)target);
        },
        cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

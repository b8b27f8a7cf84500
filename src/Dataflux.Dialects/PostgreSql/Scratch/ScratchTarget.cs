using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>A target whose transactions may only write to a scratch schema.</summary>
/// <param name="inner">The target; owned by the scratch schema.</param>
/// <param name="schema">The scratch schema.</param>
/// <param name="others">The tables and sequences that were outside of it when it was made.</param>
internal sealed class ScratchTarget(ITargetConnection inner, string schema, IReadOnlyList<long> others) : ITargetConnection
{
    private readonly ScratchGuard _guard = new(schema, others);

    public string Location => inner.Location;

    public TargetCapabilities Capabilities { get; } = new() { IsTransactional = true, TimePrecision = inner.Capabilities.TimePrecision };

    public bool HasLooseKeys => inner.HasLooseKeys;

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) =>
        inner.PrepareAsync(recordTypes, cancellation);

    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) =>
        inner.PrepareDeletesAsync(keyTypes, cancellation);

    public async Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) =>
        new ScratchSession(await inner.OpenSessionAsync(cancellation), _guard);

    public Failure Classify(Exception exception) => inner.Classify(exception);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Benchmarks.Discarding;

/// <summary>Takes every record, and keeps none.</summary>
internal sealed class DiscardTarget : ITargetConnection
{
    public string Location => "nowhere";

    public TargetCapabilities Capabilities { get; } = new() { IsTransactional = true, TimePrecision = TimeSpan.FromTicks(1) };

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) => Task.CompletedTask;

    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) => Task.FromResult<ITargetSession>(new DiscardSession());

    public Failure Classify(Exception exception) => new(FailureKind.Systemic, exception.Message);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

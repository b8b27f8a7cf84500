using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Tests.Cli;

internal sealed class NoTarget : ITargetConnection
{
    public string Location => "nowhere";

    public TargetCapabilities Capabilities { get; } = new() { IsTransactional = true, TimePrecision = TimeSpan.FromTicks(1) };

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Failure Classify(Exception exception) => new(FailureKind.Systemic, exception.Message);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

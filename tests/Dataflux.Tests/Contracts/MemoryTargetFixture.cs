using Dataflux.Contracts;
using Dataflux.Contracts.Memory;
using Dataflux.Engine.Targets;

namespace Dataflux.Tests.Contracts;

/// <summary>A store in memory of each test's own.</summary>
/// <param name="isTransactional">Whether its target has transactions.</param>
internal sealed class MemoryTargetFixture(bool isTransactional = true) : TargetFixture
{
    private readonly MemoryStore _store = new();

    public override Task MakeAsync(CancellationToken cancellation)
    {
        _store.MakeTable(typeof(Thing));
        _store.MakeTable(typeof(Moment));
        return Task.CompletedTask;
    }

    public override ITargetConnection Open() => new MemoryTarget(_store, isTransactional);

    public override Task<IReadOnlyList<Thing>> ThingsAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Thing>>(
        [.. _store.Rows("contract_thing")
            .Select(row => new Thing((long)row["id"]!, (string)row["label"]!, (string?)row["body"], (int)row["amount"]!))]);

    public override Task<IReadOnlyList<Moment>> MomentsAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Moment>>(
        [.. _store.Rows("contract_moment").Select(row => new Moment((long)row["id"]!, (DateTimeOffset)row["at"]!))]);

    public override Func<CancellationToken, Task> CutAsync => _ =>
    {
        _store.EndSessions();
        return Task.CompletedTask;
    };

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

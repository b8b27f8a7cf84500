using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Benchmarks.Discarding;

/// <summary>A writer's session, and what the profile sees of it: counts, and nothing else.</summary>
internal sealed class DiscardSession : ITargetSession, ISqlTarget
{
    private WriteCounts _counts;

    public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation)
    {
        _counts = default;
        await write(this);
        return _counts;
    }

    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull
    {
        _counts += new WriteCounts(batch.Count, 0, 0);
        return Task.FromResult(batch.Count);
    }

    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch, Action<Upsert> merge)
        where TRecord : notnull => Upsert(batch);

    public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        _counts += new WriteCounts(0, 0, 0, Deleted: keys.Count);
        return Task.FromResult(keys.Count);
    }

    public Task<int> Execute(string sql, params object?[] parameters) => Task.FromResult(0);

    public Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters) => Task.FromResult<IReadOnlyList<T>>([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

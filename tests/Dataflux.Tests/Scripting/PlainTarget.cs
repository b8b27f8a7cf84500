using Dataflux.Profiles;

namespace Dataflux.Tests.Scripting;

/// <summary>A target that speaks no SQL.</summary>
internal sealed class PlainTarget : ITarget
{
    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull => Task.FromResult(batch.Count);

    public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull => Task.FromResult(keys.Count);
}

using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>What a transaction of a <see cref="SumTarget"/> writes and deletes when it is committed.</summary>
internal sealed class SumTransaction(SumTarget target) : ITarget
{
    /// <summary>How often sessions had been ended when it began.</summary>
    internal required int BeganAt { get; init; }

    internal List<Sum> Records { get; } = [];

    internal List<SumKey> Deleted { get; } = [];

    public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        Deleted.AddRange(keys.Cast<SumKey>());
        return Task.FromResult(keys.Count);
    }

    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull
    {
        target.OnUpsert([.. batch.Cast<Sum>()]);
        Records.AddRange(batch.Cast<Sum>());
        return Task.FromResult(batch.Count);
    }
}

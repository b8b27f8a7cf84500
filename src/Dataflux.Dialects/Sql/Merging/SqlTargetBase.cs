using Dataflux.Dialects.Sql.Binding;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Merging;

/// <summary>What a profile sees of a database during one transaction: sorts records by their own types.</summary>
/// <param name="bindings">The tables that records go into.</param>
internal abstract class SqlTargetBase(TableBindings bindings) : ISqlTarget, ITypedTarget
{
    /// <summary>What the transaction has changed so far through <c>Upsert</c> and <c>Delete</c>.</summary>
    internal WriteCounts Counts { get; private protected set; }

    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull => UpsertAsync(batch, new Upsert());

    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch, Action<Upsert> merge)
        where TRecord : notnull => UpsertAsync(batch, MergeRules.Given(merge));

    public async Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        RefuseWhenClosed();
        try
        {
            return keys.Count == 0 ? 0 : await TypedRecords.DeleteAsync(keys, this);
        }
        catch (Exception e)
        {
            await FailedAsync(e);
            throw;
        }
    }

    public abstract Task<int> Execute(string sql, params object?[] parameters);

    public abstract Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters);

    public int PlaceOf(Type type) => bindings.PlaceOf(type);

    public abstract Task<int> WriteAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules);

    public abstract Task<int> DeleteKeysAsync<TKey>(IReadOnlyList<TKey> keys);

    /// <summary>Refuses a call after the transaction.</summary>
    private protected virtual void RefuseWhenClosed()
    {
    }

    /// <summary>Hears of a call that failed, before the profile does.</summary>
    private protected virtual Task FailedAsync(Exception failure) => Task.CompletedTask;

    private async Task<int> UpsertAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
        where TRecord : notnull
    {
        RefuseWhenClosed();
        try
        {
            return batch.Count == 0 ? 0 : await TypedRecords.WriteAsync(batch, rules, this);
        }
        catch (Exception e)
        {
            await FailedAsync(e);
            throw;
        }
    }
}

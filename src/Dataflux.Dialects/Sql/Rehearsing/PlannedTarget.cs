using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Rehearsing;

/// <summary>
/// A target that executes nothing: it works the rules of upserts out and has the server analyse and plan the statements, which finds wrong
/// tables, columns, types and functions, missing unique indexes and rights, but touches no row.
/// </summary>
/// <param name="bindings">The tables that records go into.</param>
internal abstract class PlannedTarget(TableBindings bindings) : ISqlTarget
{
    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull => PlanAsync(batch, new Upsert());

    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch, Action<Upsert> merge)
        where TRecord : notnull => PlanAsync(batch, MergeRules.Given(merge));

    public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull => Task.FromResult(keys.Count);

    public async Task<int> Execute(string sql, params object?[] parameters)
    {
        bindings.RanSql = true;
        await PlanAsync(sql, parameters);
        return 0;
    }

    public async Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters)
    {
        await PlanAsync(sql, parameters);
        return [];
    }

    /// <summary>Has the server plan a statement of the profile.</summary>
    private protected abstract Task PlanAsync(string sql, object?[] parameters);

    /// <summary>Has the server plan how records of one type are merged.</summary>
    private protected abstract Task PlanAsync(Type type, IReadOnlyList<object> records, Upsert rules);

    private async Task<int> PlanAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
        where TRecord : notnull
    {
        foreach (var records in batch.GroupBy(static record => record.GetType(), static record => (object)record))
            await PlanAsync(records.Key, [.. records], rules);

        return batch.Count;
    }
}

using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.PostgreSql.Scripts;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Rehearsing;

/// <summary>
/// A target that executes nothing: it works the rules of upserts out and has the server analyse the statements, which finds wrong
/// tables, columns and types, but touches no row.
/// </summary>
internal sealed class PlannedTarget(NpgsqlConnection connection, BindingCache bindings, CancellationToken cancellation) : ISqlTarget
{
    private int _staged;

    /// <inheritdoc/>
    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull => PlanAsync(batch, new Upsert());

    /// <inheritdoc/>
    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch, Action<Upsert> merge)
        where TRecord : notnull => PlanAsync(batch, MergeRules.Given(merge));

    /// <inheritdoc/>
    public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull => Task.FromResult(keys.Count);

    /// <inheritdoc/>
    public async Task<int> Execute(string sql, params object?[] parameters)
    {
        await using var command = SqlCommand.Create(connection, sql, parameters);
        await command.PrepareAsync(cancellation);
        return 0;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters)
    {
        await using var command = SqlCommand.Create(connection, sql, parameters);
        await command.PrepareAsync(cancellation);
        return [];
    }

    private async Task<int> PlanAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
        where TRecord : notnull
    {
        foreach (var type in batch.Select(static record => record.GetType()).Distinct())
        {
            var binding = await bindings.GetBindingAsync(type, connection, cancellation);
            var sql = new MergeSql(binding, MergeRules.Of(binding, rules));
            var staging = $"dataflux_plan_{++_staged}";
            await using var create = new NpgsqlCommand(StagingTable.CreateSql(staging, binding.Columns, binding.Table.MaySwallow), connection);
            await create.ExecuteNonQueryAsync(cancellation);
            await using var merge = new NpgsqlCommand(sql.Merge(StagingTable.SqlOf(staging), passOver: false), connection) { Parameters = { new NpgsqlParameter<int>() } };
            await merge.PrepareAsync(cancellation);
        }

        return batch.Count;
    }
}

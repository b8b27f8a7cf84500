using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.PostgreSql.Scripts;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Rehearsing;

/// <summary>
/// A target that executes nothing: it works the rules of upserts out and has the server analyse and plan the statements, which finds wrong
/// tables, columns and types, missing unique indexes and rights, but touches no row.
/// </summary>
internal sealed class PlannedTarget(NpgsqlConnection connection, BindingCache bindings, CancellationToken cancellation) : ISqlTarget
{
    private int _staged;

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

    // Whether a unique index is behind ON CONFLICT, and whether functions may be called, is asked when a statement is planned.
    private async Task PlanAsync(string sql, object?[] parameters)
    {
        try
        {
            await using var command = SqlCommand.Create(connection, sql, parameters);
            await command.PrepareAsync(cancellation);
            if (ExplainedSql.IsTaken(sql))
                bindings.SqlTables.UnionWith(await ExplainedSql.ChangedTablesAsync(connection, sql, parameters, cancellation));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.IndeterminateDatatype && parameters.Contains(null))
        {
            throw new InvalidOperationException("without a value the server cannot tell a parameter's type", e);
        }
    }

    private async Task ExplainAsync(NpgsqlCommand command)
    {
        await using (command)
            await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<int> PlanAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
        where TRecord : notnull
    {
        foreach (var records in batch.GroupBy(static record => record.GetType(), static record => (object)record))
        {
            var binding = await bindings.GetBindingAsync(records.Key, connection, cancellation);
            bindings.CautionsOfValues.AddRange(TableCautions.OfValues(binding, [.. records]));
            var merged = MergeRules.Of(binding, rules);
            bindings.Rehearsed[(records.Key, MergeRules.Signature(rules))] = (binding, merged);
            var sql = new MergeSql(binding, merged);
            var staging = $"dataflux_plan_{++_staged}";
            await connection.RunAsync(StagingTable.CreateSql(staging, binding.Columns, binding.Table.MaySwallow), cancellation);
            await ExplainAsync(
                new($"explain {sql.Merge(StagingTable.SqlOf(staging), passOver: false)}", connection)
                {
                    Parameters = { new NpgsqlParameter<int>() },
                });
        }

        return batch.Count;
    }
}

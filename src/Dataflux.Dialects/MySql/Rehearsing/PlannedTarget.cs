using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.MySql.Sessions;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Rehearsing;

/// <summary>
/// A target that executes nothing: it works the rules of upserts out and has the server explain the statements, which finds wrong tables,
/// columns and functions, missing unique indexes and rights, but changes no row.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="bindings">The tables that records go into.</param>
/// <param name="refusals">Takes why images of what was asked for would be refused.</param>
/// <param name="cancellation">Stops the calls.</param>
internal sealed class PlannedTarget(
    MySqlConnection connection, MySqlBindings bindings, List<TargetFinding> refusals, CancellationToken cancellation) : ISqlTarget
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
        await ExplainAsync(sql, parameters);
        return 0;
    }

    public async Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters)
    {
        await ExplainAsync(sql, parameters);
        return [];
    }

    private async Task ExplainAsync(string sql, object?[] parameters)
    {
        if (!ProfileSql.Parse(sql).IsExplained)
            return;
        await using var command = ProfileCommand.Create(connection, $"explain {sql}", parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<int> PlanAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
        where TRecord : notnull
    {
        foreach (var type in batch.Select(static record => record.GetType()).Distinct())
        {
            var binding = await bindings.GetBindingAsync(type, connection, cancellation);
            var merged = MergeRules.Of(binding, rules);
            if (bindings.ImageKeyOf(binding.Table) is { } key && ImagedRows.Find(binding, merged, key) is { } refusal)
                refusals.Add(refusal);
            const string Staging = "dataflux_plan";
            await connection.RunAsync(StagingTable.Make(Staging, binding.Columns, MergeSql.Made(merged)), cancellation);
            var sql = new MergeSql(binding, merged, Staging);
            foreach (var statement in new[] { sql.Make(0), sql.Update(0), sql.Insert(0) }.OfType<string>())
                await connection.RunAsync($"explain {statement}", cancellation);
        }

        return batch.Count;
    }
}

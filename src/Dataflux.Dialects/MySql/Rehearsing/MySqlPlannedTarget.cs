using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.MySql.Sessions;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Rehearsing;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Rehearsing;

/// <summary>Has MySQL explain statements, and changes no row.</summary>
/// <param name="connection">The connection.</param>
/// <param name="bindings">The tables that records go into.</param>
/// <param name="refusals">Takes why images of what was asked for would be refused.</param>
/// <param name="cancellation">Stops the calls.</param>
internal sealed class MySqlPlannedTarget(
    MySqlConnection connection, MySqlBindings bindings, List<TargetFinding> refusals, CancellationToken cancellation)
    : PlannedTarget(bindings)
{
    private protected override async Task PlanAsync(string sql, object?[] parameters)
    {
        if (!ProfileSql.Parse(sql).IsExplained)
            return;
        await using var command = ProfileCommand.Create(connection, $"explain {sql}", parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private protected override async Task PlanAsync(Type type, IReadOnlyList<object> records, Upsert rules)
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
}

using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.PostgreSql.Scripts;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Rehearsing;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Rehearsing;

/// <summary>Has PostgreSQL prepare and explain statements, and touches no row.</summary>
/// <param name="connection">The connection.</param>
/// <param name="bindings">The tables that records go into.</param>
/// <param name="cancellation">Stops the calls.</param>
internal sealed class PostgreSqlPlannedTarget(NpgsqlConnection connection, BindingCache bindings, CancellationToken cancellation)
    : PlannedTarget(bindings)
{
    private int _staged;

    // Whether a unique index is behind ON CONFLICT, and whether functions may be called, is asked when a statement is planned.
    private protected override async Task PlanAsync(string sql, object?[] parameters)
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

    private protected override async Task PlanAsync(Type type, IReadOnlyList<object> records, Upsert rules)
    {
        var binding = await bindings.GetBindingAsync(type, connection, cancellation);
        bindings.CautionsOfValues.AddRange(TableCautions.OfValues(binding, records));
        var merged = MergeRules.Of(binding, rules);
        bindings.Rehearsed[(type, MergeRules.Signature(rules))] = (binding, merged);
        var sql = new MergeSql(binding, merged);
        var staging = $"dataflux_plan_{++_staged}";
        await connection.RunAsync(StagingTable.CreateSql(staging, binding.Columns, binding.Table.MaySwallow), cancellation);
        await ExplainAsync(
            new($"explain {sql.Merge(StagingTable.SqlOf(staging), passOver: false)}", connection)
            {
                Parameters = { new NpgsqlParameter<int>() },
            });
    }
}

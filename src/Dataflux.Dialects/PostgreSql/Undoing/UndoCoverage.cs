using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Undoing;

/// <summary>Says which changes of a run can be undone, and which cannot.</summary>
/// <param name="connection">A connection that sees the tables.</param>
/// <param name="bindings">The tables that records go into.</param>
internal sealed class UndoCoverage(NpgsqlConnection connection, BindingCache bindings)
{
    private const string Beside = """
        select 'trigger ' || quote_ident(tgname) || ' of %s changes elsewhere' from pg_catalog.pg_trigger
         where tgrelid = pg_catalog.to_regclass($1) and not tgisinternal and tgenabled <> 'D' and tgname !~ '^dataflux_undo_'
        union all
        select 'deletes in %s change in ' || conrelid::regclass || ' (on delete '
                 || case confdeltype when 'c' then 'cascade' when 'n' then 'set null' else 'set default' end || ')'
          from pg_catalog.pg_constraint
         where contype = 'f' and confrelid = pg_catalog.to_regclass($1) and confdeltype in ('c', 'n', 'd') and conparentid = 0 and $2
        order by 1
        """;

    /// <summary>What is covered, a line for each table.</summary>
    internal IReadOnlyList<string> Covered { get; private set; } = [];

    /// <summary>What is not, a line for each reason.</summary>
    internal IReadOnlyList<string> Uncovered { get; private set; } = [];

    /// <summary>Why images of what a rehearsal was asked to write would be refused.</summary>
    internal IReadOnlyList<TargetFinding> Refusals { get; private set; } = [];

    /// <summary>Looks at the tables.</summary>
    internal static async Task<UndoCoverage> OfAsync(NpgsqlConnection connection, BindingCache bindings, CancellationToken cancellation)
    {
        var coverage = new UndoCoverage(connection, bindings);
        await coverage.LookAsync(cancellation);
        return coverage;
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var (covered, uncovered, refusals) = (new List<string>(), new List<string>(), new List<TargetFinding>());
        foreach (var table in bindings.Tables.DistinctBy(static table => (table.Schema, table.Name)).ToList())
        {
            var relation = Identifier.Quote(table.Schema, table.Name);
            if (await TableFacts.ReadAsync(connection, relation, cancellation) is { Keys.Count: > 0 } facts)
            {
                covered.Add($"undo covers {table.NameText}: its rows are named by ({Identifier.List(facts.KeyColumns)})");
                uncovered.AddRange(await BesideAsync(table, relation, cancellation));
                refusals.AddRange(
                    bindings.Rehearsed.Values.Where(
                        merged => (merged.Binding.Table.Schema, merged.Binding.Table.Name) == (table.Schema, table.Name))
                        .Select(merged => RenamedRows.Of(merged.Binding, merged.Rules, facts)).OfType<TargetFinding>());
            }
            else
            {
                uncovered.Add(
                    $"{NotCovered.Begin}{table.NameText}: it has neither a primary key nor another unique index, complete and "
                    + "without nulls, that names its rows");
            }
        }

        foreach (var relation in bindings.SqlTables.Order(StringComparer.Ordinal))
        {
            var facts = await TableFacts.ReadAsync(connection, relation, cancellation);
            if (facts is not { Keys.Count: > 0 })
            {
                uncovered.Add(NotCovered.Begin + NotCovered.NoKey(relation));
            }
            else if (!await MayTriggerAsync(relation, cancellation))
            {
                uncovered.Add(NotCovered.Begin + NotCovered.NoRight(relation));
            }
            else
            {
                covered.Add(
                    $"undo covers {relation}, which the profile's own SQL changes, by triggers for the time of the run: its rows are "
                    + $"named by ({Identifier.List(facts.KeyColumns)})");
            }
        }

        (Covered, Uncovered, Refusals) = (covered, uncovered, refusals);
    }

    private Task<bool> MayTriggerAsync(string relation, CancellationToken cancellation) =>
        connection.AskAsync<bool>("select pg_catalog.has_table_privilege($1, 'trigger')", cancellation, relation);

    private async Task<List<string>> BesideAsync(CatalogTable table, string relation, CancellationToken cancellation)
    {
        var lines = new List<string>();
        await using var command = new NpgsqlCommand(Beside, connection)
        {
            Parameters = { new() { Value = relation }, new() { Value = bindings.Deletes(table) } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            lines.Add($"{NotCovered.Begin}what {reader.GetString(0).Replace("%s", table.NameText, StringComparison.Ordinal)}");
        return lines;
    }
}

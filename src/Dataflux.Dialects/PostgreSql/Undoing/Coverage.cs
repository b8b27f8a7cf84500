using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Merging;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Undoing;

/// <summary>Says which changes of a run can be undone, and which cannot.</summary>
/// <param name="connection">A connection that sees the tables.</param>
/// <param name="bindings">The tables that records go into.</param>
internal sealed class Coverage(NpgsqlConnection connection, BindingCache bindings)
{
    private const string Beside = """
        select 'trigger ' || quote_ident(tgname) || ' of %s changes elsewhere' from pg_catalog.pg_trigger
         where tgrelid = pg_catalog.to_regclass($1) and not tgisinternal and tgenabled <> 'D'
        union all
        select 'deletes in %s change in ' || conrelid::regclass || ' (on delete ' || case confdeltype when 'c' then 'cascade' when 'n' then 'set null' else 'set default' end || ')'
          from pg_catalog.pg_constraint where contype = 'f' and confrelid = pg_catalog.to_regclass($1) and confdeltype in ('c', 'n', 'd') and conparentid = 0 and $2
        order by 1
        """;

    /// <summary>What is covered, a line for each table.</summary>
    internal IReadOnlyList<string> Covered { get; private set; } = [];

    /// <summary>What is not, a line for each reason.</summary>
    internal IReadOnlyList<string> Uncovered { get; private set; } = [];

    /// <summary>Looks at the tables.</summary>
    internal static async Task<Coverage> OfAsync(NpgsqlConnection connection, BindingCache bindings, CancellationToken cancellation)
    {
        var coverage = new Coverage(connection, bindings);
        await coverage.LookAsync(cancellation);
        return coverage;
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var (covered, uncovered) = (new List<string>(), new List<string>());
        foreach (var table in bindings.Tables.DistinctBy(static table => (table.Schema, table.Name)).ToList())
        {
            var relation = Identifier.Quote(table.Schema, table.Name);
            if (await TableFacts.ReadAsync(connection, relation, cancellation) is { Keys.Count: > 0 } facts)
            {
                covered.Add($"undo covers {table.NameText}: its rows are named by ({Identifier.List(facts.KeyColumns)})");
                uncovered.AddRange(await BesideAsync(table, relation, cancellation));
            }
            else
            {
                uncovered.Add($"undo does NOT cover {table.NameText}: it has neither a primary key nor another unique index, complete and without nulls, that names its rows");
            }
        }

        if (bindings.WritesOthers || bindings.RanSql)
            uncovered.Add("undo does NOT cover what the profile's own SQL changes (Execute, Query): only what Upsert and Delete of the target write");
        (Covered, Uncovered) = (covered, uncovered);
    }

    private async Task<List<string>> BesideAsync(CatalogTable table, string relation, CancellationToken cancellation)
    {
        var lines = new List<string>();
        await using var command = new NpgsqlCommand(Beside, connection) { Parameters = { new() { Value = relation }, new() { Value = bindings.Deletes(table) } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            lines.Add($"undo does NOT cover what {reader.GetString(0).Replace("%s", table.NameText, StringComparison.Ordinal)}");
        return lines;
    }
}

using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>Copies tables and sequences into a new schema, in the connection's open transaction.</summary>
/// <param name="connection">The connection.</param>
/// <param name="schema">The new schema's name.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class ScratchCopy(NpgsqlConnection connection, string schema, CancellationToken cancellation)
{
    // A table that scripts look things up in is small; copying a large one would read for hours what nobody compares.
    private const int MostRows = 10_000;

    // $1: the new schema. A copied default still draws from the real sequence, and what is drawn is not given back.
    private const string ForeignSequences = """
        select t.relname::text, a.attname::text, s.relname::text
          from pg_catalog.pg_attrdef d
          join pg_catalog.pg_depend p on p.classid = 'pg_catalog.pg_attrdef'::regclass and p.objid = d.oid and p.refclassid = 'pg_catalog.pg_class'::regclass
          join pg_catalog.pg_class s on s.oid = p.refobjid and s.relkind = 'S'
          join pg_catalog.pg_class t on t.oid = d.adrelid
          join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
          join pg_catalog.pg_namespace n on n.oid = t.relnamespace
         where n.nspname = $1 and s.relnamespace <> t.relnamespace
        """;

    // $1: schema, $2: table.
    private const string StoredColumns = """
        select a.attname::text from pg_catalog.pg_attribute a
         where a.attrelid = (select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2)
           and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         order by a.attnum
        """;

    /// <summary>Makes the schema and the copies.</summary>
    /// <param name="relations">What is copied.</param>
    /// <param name="structure">
    /// Reads the structure where the tables are in another database; <see langword="null"/>: they are in this one.
    /// </param>
    internal async Task MakeAsync(IReadOnlyList<ScratchRelation> relations, StructureReader? structure)
    {
        await RunAsync($"create schema {Identifier.Quote(schema)}");
        if (structure is null)
        {
            await CopyAsync(relations);
            return;
        }

        foreach (var relation in relations)
        {
            foreach (var statement in await structure.StatementsAsync(relation))
                await RunAsync(statement);
        }
    }

    private async Task CopyAsync(IReadOnlyList<ScratchRelation> relations)
    {
        foreach (var relation in relations)
        {
            var copy = Identifier.Quote(schema, relation.Name);
            await RunAsync(relation.IsTable
                ? $"create table {copy} (like {Identifier.Quote(relation.Schema, relation.Name)} including all)"
                : $"create sequence {copy}");
        }

        foreach (var (table, column, sequence) in await ReadAsync(ForeignSequences, schema))
        {
            var copy = Identifier.Quote(schema, sequence!);
            await RunAsync($"create sequence if not exists {copy}");
            await RunAsync(
                $"alter table {Identifier.Quote(schema, table!)} alter column {Identifier.Quote(column!)} "
                + $"set default nextval('{copy.Replace("'", "''", StringComparison.Ordinal)}')");
        }

        foreach (var relation in relations.Where(relation => relation is { IsTable: true, IsMapped: false }))
            await CopyRowsAsync(relation);
    }

    private async Task CopyRowsAsync(ScratchRelation relation)
    {
        var source = Identifier.Quote(relation.Schema, relation.Name);
        var columns = Identifier.List((await ReadAsync(StoredColumns, relation.Schema, relation.Name)).Select(row => row.First!));
        if (columns.Length == 0)
            return;
        await RunAsync(
            $"insert into {Identifier.Quote(schema, relation.Name)} ({columns}) overriding system value select {columns} from {source} "
            + $"where (select count(*) from (select from {source} limit {MostRows + 1}) as counted) <= {MostRows}");
    }

    private Task<int> RunAsync(string sql) => connection.RunAsync(sql, cancellation);

    private async Task<List<(string? First, string? Second, string? Third)>> ReadAsync(string sql, params string[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        var rows = new List<(string?, string?, string?)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add((reader.GetString(0), Text(1), Text(2)));
        return rows;

        string? Text(int ordinal) => ordinal < reader.FieldCount ? reader.GetString(ordinal) : null;
    }
}

using System.Text;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>
/// Reads from one database the statements that make a table of the same structure in a schema of another: columns, defaults, checks,
/// keys and unique indexes; no foreign keys, triggers and other indexes.
/// </summary>
/// <param name="connection">A connection to the database with the table.</param>
/// <param name="schema">The schema of the copies.</param>
/// <param name="cancellation">Stops the reading.</param>
internal sealed class StructureReader(NpgsqlConnection connection, string schema, CancellationToken cancellation)
{
    // $1: schema, $2: table.
    private const string Columns = """
        select a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity::text, a.attgenerated::text,
               coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), ''),
               (select s.relname::text from pg_catalog.pg_depend p join pg_catalog.pg_class s on s.oid = p.refobjid and s.relkind = 'S'
                 where p.classid = 'pg_catalog.pg_attrdef'::regclass and p.objid = d.oid limit 1),
               coalesce(element.typtype, t.typtype)::text,
               array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = coalesce(element.oid, t.oid) order by e.enumsortorder),
               coalesce(element.typname, t.typname)::text, element.oid is not null,
               coalesce(element.typnamespace, t.typnamespace) = 'pg_catalog'::regnamespace
          from pg_catalog.pg_class c
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          join pg_catalog.pg_type t on t.oid = a.atttypid
          left join pg_catalog.pg_type element on element.oid = t.typelem and t.typcategory = 'A'
          left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         where n.nspname = $1 and c.relname = $2
         order by a.attnum
        """;

    // $1: schema, $2: table. The statement for an index names its table in one place, which is the third column.
    private const string Keys = """
        select 'alter table ', ' add ' || pg_catalog.pg_get_constraintdef(k.oid), ''
          from pg_catalog.pg_constraint k where k.contype in ('p', 'u', 'c', 'x') and k.conrelid = format('%I.%I', $1::text, $2::text)::regclass
        union all
        select pg_catalog.pg_get_indexdef(i.indexrelid), '', format(' ON %I.%I ', $1::text, $2::text)
          from pg_catalog.pg_index i
         where i.indisunique and i.indrelid = format('%I.%I', $1::text, $2::text)::regclass
           and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid)
        """;

    private readonly HashSet<string> _types = new(StringComparer.Ordinal);

    /// <summary>The statements for a table or sequence, in order.</summary>
    /// <exception cref="ScratchRefusedException">A column has a type that another database may not have.</exception>
    internal async Task<IReadOnlyList<string>> StatementsAsync(ScratchRelation relation)
    {
        var copy = Identifier.Quote(schema, relation.Name);
        if (!relation.IsTable)
            return [$"create sequence if not exists {copy}"];

        // So that names in expressions come with their schema.
        await RunAsync("set search_path = ''");
        try
        {
            return await TableAsync(relation, copy);
        }
        finally
        {
            await RunAsync("reset search_path");
        }
    }

    private async Task<List<string>> TableAsync(ScratchRelation relation, string copy)
    {
        var statements = new List<string>();
        var columns = new List<string>();
        await using (var command = Command(Columns, relation))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
                columns.Add(Column(relation, reader, statements));
        }

        statements.Add($"create table {copy} ({string.Join(", ", columns)})");
        await using (var command = Command(Keys, relation))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                statements.Add(reader.GetString(2) is { Length: > 0 } on
                    ? reader.GetString(0).Replace(on, $" ON {copy} ", StringComparison.Ordinal)
                    : $"{reader.GetString(0)}{copy}{reader.GetString(1)}");
            }
        }

        return statements;
    }

    private string Column(ScratchRelation relation, NpgsqlDataReader reader, List<string> statements)
    {
        var (name, type, expression) = (reader.GetString(0), reader.GetString(1), reader.GetString(5));
        if (!reader.GetBoolean(11))
        {
            var ofType = reader.GetString(9);
            if (reader.GetString(7) != "e")
            {
                throw new ScratchRefusedException(
                    $"column '{name}' of {relation.Schema}.{relation.Name} has the type {type}, which a private database does not have; "
                    + "let this user make schemas: grant create on database");
            }

            if (_types.Add(ofType))
            {
                var labels = reader.GetFieldValue<string[]>(8).Select(label => $"'{label.Replace("'", "''", StringComparison.Ordinal)}'");
                statements.Add($"create type {Identifier.Quote(schema, ofType)} as enum ({string.Join(", ", labels)})");
            }

            type = Identifier.Quote(schema, ofType) + (reader.GetBoolean(10) ? "[]" : "");
            expression = expression.Contains("::", StringComparison.Ordinal)
                ? expression[..expression.LastIndexOf("::", StringComparison.Ordinal)]
                : expression;
        }

        var column = new StringBuilder($"{Identifier.Quote(name)} {type}");
        if (reader.GetString(3) is { Length: > 0 } identity)
            column.Append(identity == "a" ? " generated always as identity" : " generated by default as identity");
        else if (reader.GetString(4).Length > 0)
            column.Append($" generated always as ({expression}) stored");
        else if (!reader.IsDBNull(6))
            column.Append($" default nextval('{Sequence(reader.GetString(6), statements)}')");
        else if (expression.Length > 0)
            column.Append($" default {expression}");
        return column.Append(reader.GetBoolean(2) ? " not null" : "").ToString();
    }

    private string Sequence(string name, List<string> statements)
    {
        var sequence = Identifier.Quote(schema, name);
        statements.Add($"create sequence if not exists {sequence}");
        return sequence.Replace("'", "''", StringComparison.Ordinal);
    }

    private Task<int> RunAsync(string sql) => connection.RunAsync(sql, cancellation);

    private NpgsqlCommand Command(string sql, ScratchRelation relation) => new(sql, connection)
    {
        Parameters = { new() { Value = relation.Schema }, new() { Value = relation.Name } },
    };
}

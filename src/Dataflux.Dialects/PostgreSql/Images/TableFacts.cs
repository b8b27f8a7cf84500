using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Images;

/// <summary>What images of a table's rows rest on.</summary>
/// <param name="Relation">The table for SQL.</param>
/// <param name="HasHeirs">Whether tables may inherit from it whose rows are not its own.</param>
/// <param name="Keys">The key by which images name rows; empty: the table has none.</param>
/// <param name="NullsAreEqual">Whether its unique index takes two nulls for one value.</param>
/// <param name="Shape">A fact for each column, in their order: rows are kept as the text of a whole row.</param>
/// <param name="Columns">The columns that can be written, in their order.</param>
/// <param name="Settable">Those of them that a row which is there can be given another value of.</param>
internal sealed record TableFacts(
    string Relation, bool HasHeirs, IReadOnlyList<ImageKey> Keys, bool NullsAreEqual, string[] Shape, string[] Columns, string[] Settable)
{
    // The primary key, or else another unique index that names each row. Types are named with their schema, whatever the search path is.
    private const string Facts = """
        select c.relkind = 'r' and c.relhassubclass, shape.facts, shape.columns, shape.settable, coalesce(key.columns, '{}'),
               coalesce(key.types, '{}'),
               coalesce(key.casts, '{}'), coalesce(key.nulls, false)
          from pg_catalog.pg_class c
          cross join lateral (
            select array_agg(format('%I %I.%I(%s)%s', a.attname, n.nspname, t.typname, a.atttypmod,
                     case when a.attgenerated <> '' then ' generated' when a.attidentity = 'a' then ' identity' end)
                     order by a.attnum) as facts,
                   coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = ''), '{}') as columns,
                   coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '' and a.attidentity <> 'a'),
                     '{}') as settable
              from pg_catalog.pg_attribute a
              join pg_catalog.pg_type t on t.oid = a.atttypid
              join pg_catalog.pg_namespace n on n.oid = t.typnamespace
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) shape
          left join lateral (
            select part.columns, part.types, part.casts, i.nulls
              from (select i.*, coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) as nulls from pg_catalog.pg_index i) i
              cross join lateral (
                select array_agg(a.attname::text order by k.place) as columns, bool_and(a.attnotnull) as filled,
                       array_agg(
                         case when plain.isKept then pg_catalog.format_type(t.oid, null) || coalesce(' collate ' || sorted.name, '')
                           else 'text collate "C"' end order by k.place) as types,
                       array_agg(case when not plain.isKept then format('%I.%I', n.nspname, t.typname) end order by k.place) as casts
                  from unnest(i.indkey::int2[]) with ordinality as k (num, place)
                  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.num
                  join pg_catalog.pg_type t on t.oid = a.atttypid
                  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
                  cross join lateral (select t.typtype = 'b' and t.typcategory <> 'A' and n.nspname = 'pg_catalog' as isKept) plain
                  left join lateral (
                    select format('%I.%I', cn.nspname, co.collname) as name
                      from pg_catalog.pg_collation co join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
                     where co.oid = a.attcollation) sorted on true
                 where k.place <= i.indnkeyatts) part
             where i.indrelid = c.oid and i.indisunique and i.indimmediate and i.indisvalid and i.indpred is null and i.indexprs is null
               and (part.filled or i.nulls)
             order by i.indisprimary desc, i.indnkeyatts, i.indexrelid limit 1) key on true
         where c.oid = pg_catalog.to_regclass($1) and c.relkind in ('r', 'p')
        """;

    /// <summary>The table to be read and locked: its own rows.</summary>
    internal string Rows => (HasHeirs ? "only " : "") + Relation;

    /// <summary>The columns of the key.</summary>
    internal string[] KeyColumns => [.. Keys.Select(key => key.Column)];

    /// <summary>Whether images that were made of the table when it had a certain key and shape are still images of its rows.</summary>
    internal bool Fits(string[] key, string[] shape) => KeyColumns.SequenceEqual(key) && Shape.SequenceEqual(shape);

    /// <summary>Reads them; <see langword="null"/>: there is no such table.</summary>
    internal static async Task<TableFacts?> ReadAsync(NpgsqlConnection connection, string relation, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Facts, connection) { Parameters = { new() { Value = relation } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;
        var (columns, types) = (reader.GetFieldValue<string[]>(4), reader.GetFieldValue<string[]>(5));
        var casts = reader.GetFieldValue<string?[]>(6);
        return new(
            relation,
            reader.GetBoolean(0),
            [.. columns.Select((column, i) => new ImageKey(column, $"k{i + 1}", types[i], casts[i]))],
            reader.GetBoolean(7),
            reader.GetFieldValue<string[]>(1),
            reader.GetFieldValue<string[]>(2),
            reader.GetFieldValue<string[]>(3));
    }
}

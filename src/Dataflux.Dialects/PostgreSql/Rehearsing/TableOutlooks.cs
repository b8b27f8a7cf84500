using System.Text.Json;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Rehearsing;

/// <summary>Reads what stands in the way of writing to tables: indexes, triggers, foreign keys, rules, policies.</summary>
internal static class TableOutlooks
{
    private const string Query = """
        select case when c.reltuples >= 0 then c.reltuples::bigint end,
               pg_catalog.pg_total_relation_size(c.oid),
               coalesce((select pg_catalog.json_agg(pg_catalog.json_build_object('Name', i.relname, 'Method', a.amname, 'IsUnique', x.indisunique,
                                'Bytes', pg_catalog.pg_relation_size(i.oid)) order by i.relname)
                           from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid join pg_catalog.pg_am a on a.oid = i.relam
                          where x.indrelid = c.oid), '[]')::text,
               array(select pg_catalog.pg_get_triggerdef(t.oid, true) from pg_catalog.pg_trigger t
                      where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled in ('O', 'A') order by t.tgname),
               array(select k.conname || ': ' || k.conrelid::regclass || ' refers to ' || k.confrelid::regclass from pg_catalog.pg_constraint k
                      where k.contype = 'f' and k.conparentid = 0 and c.oid in (k.conrelid, k.confrelid) order by k.conname),
               array(select r.rulename::text from pg_catalog.pg_rewrite r where r.ev_class = c.oid and r.rulename <> '_RETURN' order by r.rulename),
               array(select p.polname::text from pg_catalog.pg_policy p where p.polrelid = c.oid and c.relrowsecurity order by p.polname)
          from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where n.nspname = $1 and c.relname = $2
        """;

    /// <summary>Reads them of each table, in the order they are given.</summary>
    internal static async Task<IReadOnlyList<TableOutlook>> ReadAsync(
        NpgsqlConnection connection, IEnumerable<CatalogTable> tables, CancellationToken cancellation)
    {
        var outlooks = new List<TableOutlook>();
        foreach (var table in tables.DistinctBy(static table => table.NameText))
        {
            await using var command = new NpgsqlCommand(Query, connection);
            command.Parameters.Add(new() { Value = table.Schema });
            command.Parameters.Add(new() { Value = table.Name });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            if (await reader.ReadAsync(cancellation))
                outlooks.Add(await OfAsync(table.NameText, reader, cancellation));
        }

        return outlooks;
    }

    private static async Task<TableOutlook> OfAsync(string table, NpgsqlDataReader reader, CancellationToken cancellation) => new(table)
    {
        Rows = await reader.IsDBNullAsync(0, cancellation) ? null : reader.GetInt64(0),
        Bytes = reader.GetInt64(1),
        Indexes = JsonSerializer.Deserialize<List<IndexOutlook>>(reader.GetString(2))!,
        Triggers = reader.GetFieldValue<string[]>(3),
        ForeignKeys = reader.GetFieldValue<string[]>(4),
        Rules = reader.GetFieldValue<string[]>(5),
        Policies = reader.GetFieldValue<string[]>(6),
    };
}

using Dataflux.Dialects.PostgreSql.Ground;

namespace Dataflux.Dialects.PostgreSql.Catalog;

/// <summary>What tables look like, as facts: all that rows which are sent to them rely on, a text for each.</summary>
internal static class ShapeSql
{
    // What vacuum, analyze, comments, checks, foreign keys and plain indexes change is not among them.
    private const string Facts = """
        select format('table %s', c.oid) as fact
        union all
        select format('rows %s%s', c.relfilenode, case when c.relpersistence = 'u' then ' unlogged' end)
        union all
        select 'row-level security' where c.relrowsecurity or c.relforcerowsecurity
        union all
        select format('column %I: %s (%s)%s%s%s', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid,
                 case when a.attnotnull then ' not null' end, case when a.attgenerated <> '' or a.attidentity = 'a' then ' generated' end,
                 case when a.attnotnull and not a.atthasdef and a.attidentity = '' and a.attgenerated = '' then ', without a default' end)
          from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        union all
        select distinct format('unique index on columns %s', i.indkey) || case when i.indpred is not null or i.indexprs is not null then ' in part' else '' end
          from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisunique and i.indimmediate and i.indisvalid
        union all
        select format('trigger %I (%s, %s, %s)', t.tgname, t.tgenabled, t.tgtype, t.tgfoid)
          from pg_catalog.pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgname !~ '^dataflux_undo_'
        union all
        select format('rule %I (%s)', r.rulename, r.ev_enabled) from pg_catalog.pg_rewrite r where c.relhasrules and r.ev_class = c.oid
        union all
        select format('policy %I (%s)', p.polname, p.polcmd) from pg_catalog.pg_policy p where c.relrowsecurity and p.polrelid = c.oid
        union all
        select format('partition %s, rows %s', p.oid, p.relfilenode)
          from (with recursive parts as (
                  select i.inhrelid from pg_catalog.pg_inherits i where c.relkind = 'p' and i.inhparent = c.oid
                  union all
                  select i.inhrelid from parts join pg_catalog.pg_inherits i on i.inhparent = parts.inhrelid)
                select inhrelid from parts) part
          join pg_catalog.pg_class p on p.oid = part.inhrelid
        """;

    /// <summary><c>$1</c> names; a hash and the facts of each table, in their order.</summary>
    internal static readonly string Shapes = $"select shape.hash, shape.facts from {Tables("$1::text[]")} order by w.place";

    /// <summary>
    /// One text that is another one when a fact of any of the tables is. Names are part of it, so that it is planned once.
    /// </summary>
    internal static string Hash(IReadOnlyCollection<string> names) => names.Count == 0
        ? "null::text"
        : "(select string_agg(shape.hash, ' ' order by w.place) from "
            + $"{Tables($"array[{string.Join(", ", names.Select(Literal.Quote))}]")})";

    private static string Tables(string names) => $"""
        unnest({names}) with ordinality as w (name, place)
          left join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name)
          cross join lateral (
            select md5(string_agg(f.fact, e'\n' order by f.fact collate "C")) as hash, array_agg(f.fact) as facts from ({Facts}) f) shape
        """;
}

namespace Dataflux.Dialects.PostgreSql.Describing;

/// <summary>The questions that describe tables without reading them.</summary>
internal static class DescribingSql
{
    /// <summary><c>$1</c> names, as SQL has them: the number of each table, null where there is none.</summary>
    internal const string Named = """
        select w.name, pg_catalog.to_regclass(w.name)::oid from unnest($1::text[]) with ordinality as w (name, place) order by w.place
        """;

    /// <summary>All tables that are nobody's partition, and neither the server's, an extension's nor dataflux's own.</summary>
    internal const string All = """
        select c.oid
          from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
           and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           and not (n.nspname = 'dataflux' and c.relname ~ '^(state|writer|undo)')
           and not exists (
             select from pg_catalog.pg_depend d
              where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
         order by n.nspname, c.relname
        """;

    /// <summary>
    /// <c>$1</c> tables: their names, also as SQL has them; kind; whether they are in the WAL, and what says which row changed; rights;
    /// rows as ANALYZE left them, and bytes, both with those of partitions and of tables that inherit.
    /// </summary>
    internal const string Tables = """
        with recursive family as (
          select w.root, w.root as member from unnest($1::oid[]) as w (root)
          union
          select f.root, i.inhrelid from family f join pg_catalog.pg_inherits i on i.inhparent = f.member)
        select c.oid, n.nspname::text, c.relname::text,
               case when n.nspname = 'public' and pg_catalog.pg_table_is_visible(c.oid) then format('%I', c.relname)
                    else format('%I.%I', n.nspname, c.relname) end,
               c.relkind::text, c.relpersistence = 'p',
               case c.relreplident when 'f' then true when 'n' then false
                 else exists (select from pg_catalog.pg_index i
                               where i.indrelid = c.oid and i.indisvalid
                                 and case c.relreplident when 'd' then i.indisprimary else i.indisreplident end) end,
               pg_catalog.has_schema_privilege(n.oid, 'usage'), pg_catalog.row_security_active(c.oid), current_user::text,
               (select case when bool_and(m.reltuples >= 0) then sum(m.reltuples)::bigint end
                  from family f join pg_catalog.pg_class m on m.oid = f.member where f.root = c.oid and m.relkind in ('r', 'm')),
               (select sum(pg_catalog.pg_table_size(m.oid))::bigint
                  from family f join pg_catalog.pg_class m on m.oid = f.member where f.root = c.oid and m.relkind in ('r', 'm'))
          from unnest($1::oid[]) with ordinality as w (table_id, place)
          join pg_catalog.pg_class c on c.oid = w.table_id join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         order by w.place
        """;

    /// <summary>
    /// <c>$1</c> tables: their columns, each with its type for people and by number, the modifier of what a domain is made of, whether it
    /// is never null, and whether this role may read it.
    /// </summary>
    internal const string Columns = """
        with recursive typed as (
          select a.attrelid, a.attnum, a.atttypid as type, a.atttypmod as modifier, a.attnotnull as not_null, 0 as depth
            from pg_catalog.pg_attribute a
           where a.attrelid = any ($1::oid[]) and a.attnum > 0 and not a.attisdropped
          union all
          select d.attrelid, d.attnum, t.typbasetype, t.typtypmod, d.not_null or t.typnotnull, d.depth + 1
            from typed d join pg_catalog.pg_type t on t.oid = d.type and t.typtype = 'd')
        select distinct on (a.attrelid, a.attnum)
               a.attrelid, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid, d.modifier, d.not_null,
               pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'select')
          from typed d join pg_catalog.pg_attribute a on a.attrelid = d.attrelid and a.attnum = d.attnum
         order by a.attrelid, a.attnum, d.depth desc
        """;
}

namespace Dataflux.Dialects.PostgreSql.Catalog;

/// <summary>The questions asked of the system catalog; each runs as it stands in <c>psql</c> after <c>$n</c> is replaced.</summary>
internal static class CatalogSql
{
    /// <summary>
    /// <c>$1</c> schemas (null: the search path), <c>$2</c> names; one row per table found, numbered by its place in the arrays.
    /// </summary>
    internal const string Tables = """
        select w.place::int, c.oid, n.nspname::text, c.relname::text, c.relkind::text,
               has_schema_privilege(n.oid, 'usage'), has_database_privilege(current_database(), 'temp'),
               has_table_privilege(c.oid, 'delete'), has_any_column_privilege(c.oid, 'update'),
               c.relkind = 'r' and not c.relhasrules and not c.relrowsecurity and not c.relhassubclass and not exists (
                 select from pg_catalog.pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgname !~ '^dataflux_undo_'),
               c.relhasrules or pg_catalog.row_security_active(c.oid) or (c.relkind = 'r' and c.relhassubclass) or exists (
                 with recursive family as (
                   select c.oid as member
                   union
                   select i.inhrelid from family join pg_catalog.pg_inherits i on i.inhparent = family.member)
                 select from pg_catalog.pg_trigger t join family on t.tgrelid = family.member
                  where not t.tgisinternal and t.tgname !~ '^dataflux_undo_'),
               c.relkind = 'r' and c.relhassubclass
          from unnest($1::text[], $2::text[]) with ordinality as w (schema, name, place)
          join pg_catalog.pg_class c on c.relname = w.name and c.relkind in ('r', 'p', 'v', 'm', 'f')
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where case when w.schema is null then pg_catalog.pg_table_is_visible(c.oid) else n.nspname = w.schema end
        """;

    /// <summary>
    /// <c>$1</c> tables; their columns with the types that domains stand for. Nulls are refused by the column, a domain or a check of just
    /// that.
    /// </summary>
    internal const string Columns = """
        with recursive typed as (
          select a.attrelid, a.attnum, a.atttypid as type, a.atttypmod as modifier, 0 as depth,
                 a.attnotnull or exists (
                   select from pg_catalog.pg_constraint k
                    where k.conrelid = a.attrelid and k.contype = 'c' and k.convalidated and k.conkey = array[a.attnum]
                      and pg_catalog.pg_get_constraintdef(k.oid) = format('CHECK ((%I IS NOT NULL))', a.attname)) as not_null
            from pg_catalog.pg_attribute a
           where a.attrelid = any ($1::oid[]) and a.attnum > 0 and not a.attisdropped
          union all
          select d.attrelid, d.attnum, t.typbasetype, t.typtypmod, d.depth + 1,
                 d.not_null or t.typnotnull or exists (
                   select from pg_catalog.pg_constraint k
                    where k.contypid = t.oid and k.convalidated and pg_catalog.pg_get_constraintdef(k.oid) = 'CHECK ((VALUE IS NOT NULL))')
            from typed d join pg_catalog.pg_type t on t.oid = d.type and t.typtype = 'd')
        select distinct on (a.attrelid, a.attnum)
               a.attrelid, a.attname::text, d.type, pg_catalog.format_type(a.atttypid, a.atttypmod),
               case when d.modifier >= 0 and d.type in (1700, 1083, 1266, 1114, 1184, 1186, 1231, 1183, 1270, 1115, 1185, 1187)
                    then pg_catalog.format_type(d.type, d.modifier) end,
               d.not_null,
               a.atthasdef or a.attidentity <> '' or declared.typdefault is not null,
               a.attgenerated <> '', a.attidentity = 'a',
               case when not l.collisdeterministic then
                 (select format('%I.%I', n.nspname, l.collname) from pg_catalog.pg_namespace n where n.oid = l.collnamespace) end,
               array_remove(array[
                 case when not has_column_privilege(a.attrelid, a.attnum, 'insert') then 'INSERT' end,
                 case when not has_column_privilege(a.attrelid, a.attnum, 'select') then 'SELECT' end,
                 case when not has_column_privilege(a.attrelid, a.attnum, 'update') then 'UPDATE' end], null)
          from typed d
          join pg_catalog.pg_attribute a on a.attrelid = d.attrelid and a.attnum = d.attnum
          join pg_catalog.pg_type declared on declared.oid = a.atttypid
          left join pg_catalog.pg_collation l on l.oid = a.attcollation
         order by a.attrelid, a.attnum, d.depth desc
        """;

    /// <summary>
    /// <c>$1</c> types; these, their elements, and what domains among them stand for. Equality: a type has it when it can be sorted or
    /// hashed.
    /// </summary>
    internal const string Types = """
        with recursive wanted as (
          select unnest($1::oid[]) as oid
          union
          select part.oid
            from wanted w join pg_catalog.pg_type t on t.oid = w.oid
            cross join lateral (values (case when t.typtype <> 'd' then t.typelem else t.typbasetype end)) as part (oid)
           where part.oid <> 0)
        select t.oid, pg_catalog.format_type(t.oid, -1), t.typname::text, t.typtype::text,
               case when t.typtype = 'd' then t.typbasetype when t.typcategory = 'A' and t.typlen = -1 then t.typelem else 0 end,
               t.typtype in ('e', 'r', 'm') or t.oid = 1043 or exists (
                 select from pg_catalog.pg_opclass o join pg_catalog.pg_am m on m.oid = o.opcmethod
                  where o.opcdefault and m.amname in ('btree', 'hash') and o.opcintype = t.oid),
               array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = t.oid order by e.enumsortorder)
          from wanted w join pg_catalog.pg_type t on t.oid = w.oid
        """;

    /// <summary>
    /// <c>$1</c> tables; their unique indexes and exclusion constraints: the columns, those in expressions last; whether it takes nulls for
    /// equal, which PostgreSQL 14 has no column for; its name; and why <c>on conflict</c> cannot name it by columns, null where it can.
    /// </summary>
    internal const string UniqueKeys = """
        select i.indrelid,
               array(select a.attname::text
                       from unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
                       join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                      where k.place <= i.indnkeyatts order by k.place)
                 || array(select a.attname::text
                       from pg_catalog.pg_depend d join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                      where i.indexprs is not null and d.classid = 'pg_catalog.pg_class'::regclass and d.objid = i.indexrelid
                        and d.refobjid = i.indrelid and d.refobjsubid > 0),
               coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
               c.relname::text,
               case when not i.indisvalid then format('invalid, as left by CREATE INDEX CONCURRENTLY (run: reindex index %I.%I)', n.nspname, c.relname)
                    when i.indisexclusion then 'an exclusion constraint'
                    when i.indexprs is not null then format('on an expression, %s', pg_catalog.pg_get_expr(i.indexprs, i.indrelid))
                    when i.indpred is not null then format('partial, where %s', pg_catalog.pg_get_expr(i.indpred, i.indrelid))
                    when not i.indimmediate then 'deferrable' end
          from pg_catalog.pg_index i
          join pg_catalog.pg_class c on c.oid = i.indexrelid
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where i.indrelid = any ($1::oid[]) and (i.indisunique or i.indisexclusion)
         order by i.indrelid, c.relname
        """;

    /// <summary>
    /// <c>$1</c> tables; the rules that rewrite what is written to them. One for updates keeps PostgreSQL from INSERT … ON CONFLICT even
    /// when it is disabled.
    /// </summary>
    internal const string Rules = """
        select r.ev_class, r.rulename::text, case r.ev_type when '2' then 'UPDATE' when '3' then 'INSERT' else 'DELETE' end
          from pg_catalog.pg_rewrite r
         where r.ev_class = any ($1::oid[]) and (r.ev_type = '2' or (r.ev_type in ('3', '4') and r.ev_enabled in ('O', 'A')))
         order by 1, 2
        """;

    /// <summary>
    /// <c>$1</c> tables; the foreign keys they have (a row with a name), and whether others refer to them (a row without). What stands for
    /// one constraint between partitions is left out. A key is asked only where it compares as it is written: by the
    /// default collation (100), without periods.
    /// </summary>
    internal const string ForeignKeys = """
        select f.conrelid, f.conname::text, n.nspname::text, p.relname::text, k.columns, k.referenced, f.confrelid = f.conrelid, f.condeferred,
               k.plain and pg_catalog.has_schema_privilege(n.oid, 'usage') and not pg_catalog.row_security_active(p.oid)
                 and coalesce((to_jsonb(f) ->> 'conenforced')::boolean, true) and not coalesce((to_jsonb(f) ->> 'conperiod')::boolean, false),
               p.relkind = 'r' and p.relhassubclass
          from pg_catalog.pg_constraint f
          join pg_catalog.pg_class p on p.oid = f.confrelid
          join pg_catalog.pg_namespace n on n.oid = p.relnamespace
          cross join lateral (
            select array_agg(a.attname::text order by c.place) as columns, array_agg(b.attname::text order by c.place) as referenced,
                   bool_and(a.attcollation = b.attcollation and a.attcollation in (0, 100) and pg_catalog.has_column_privilege(p.oid, b.attnum, 'select')) as plain
              from unnest(f.conkey, f.confkey) with ordinality as c (one, other, place)
              join pg_catalog.pg_attribute a on a.attrelid = f.conrelid and a.attnum = c.one
              join pg_catalog.pg_attribute b on b.attrelid = f.confrelid and b.attnum = c.other) k
         where f.contype = 'f' and f.conrelid = any ($1::oid[])
           and not exists (select from pg_catalog.pg_constraint whole where whole.oid = f.conparentid and whole.conrelid = f.conrelid)
        union all
        select distinct f.confrelid, null, null, null, null::text[], null::text[], false, false, false, false
          from pg_catalog.pg_constraint f where f.contype = 'f' and f.confrelid = any ($1::oid[])
        """;

    /// <summary>All tables a user may have meant.</summary>
    internal const string Names = """
        select n.nspname::text, c.relname::text, pg_catalog.pg_table_is_visible(c.oid)
          from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
         order by 1, 2
        """;
}

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>The questions that a source asks of the catalog, and what it sets in its transactions.</summary>
internal static class SourceSql
{
    /// <summary>
    /// What values look like as text whatever the role's settings are, and that the session may wait. In the transaction: poolers give the
    /// session to others.
    /// </summary>
    internal const string Settings = """
        set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601'; set local extra_float_digits = 1;
        set local bytea_output = 'hex';
        set local timezone = 'UTC'; set local idle_in_transaction_session_timeout = 0
        """;

    /// <summary>
    /// <c>$1</c> a table as SQL names it: it and all that inherit from it, with kind, pages, whether row-level security hides rows of it.
    /// </summary>
    internal const string Family = """
        with recursive family as (
          select pg_catalog.to_regclass($1)::oid as member
          union
          select i.inhrelid from family join pg_catalog.pg_inherits i on i.inhparent = family.member)
        select c.oid, n.nspname::text, c.relname::text, c.relkind::text,
               case when c.relkind in ('r', 'm')
                    then pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::bigint end,
               pg_catalog.row_security_active(c.oid), c.oid = pg_catalog.to_regclass($1)::oid
          from family join pg_catalog.pg_class c on c.oid = family.member join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         order by n.nspname, c.relname
        """;

    /// <summary>
    /// <c>$1</c> a table: the columns of its unique indexes that no row is left out of, the primary key first, then the shortest.
    /// </summary>
    internal const string Keys = """
        select array(select a.attname::text
                       from unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
                       join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                      where k.place <= i.indnkeyatts order by k.place)
          from pg_catalog.pg_index i
         where i.indrelid = $1 and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
           and not exists (
             select from unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
              join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
             where k.place <= i.indnkeyatts and not a.attnotnull)
         order by not i.indisprimary, i.indnkeyatts, i.indexrelid
        """;

    /// <summary>The server and the database, so that a run is not gone on with elsewhere.</summary>
    internal const string Identity = """
        select (select system_identifier::text from pg_catalog.pg_control_system()) || '/' || oid::text
          from pg_catalog.pg_database where datname = pg_catalog.current_database()
        """;
}

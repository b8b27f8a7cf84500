namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>The questions that following asks of the server.</summary>
internal static class FollowSql
{
    /// <summary>The first version whose pgoutput sends values in binary form, and messages.</summary>
    internal const int OldestVersion = 140000;

    /// <summary>What decides whether this role can follow at all.</summary>
    internal const string Server = """
        select pg_catalog.current_setting('server_version_num')::int, pg_catalog.current_setting('wal_level'),
               pg_catalog.pg_is_in_recovery(),
               (select r.rolreplication or r.rolsuper from pg_catalog.pg_roles r where r.rolname = current_user)
                 or exists (select from pg_catalog.pg_roles r
                             where r.rolname = 'rds_replication' and pg_catalog.pg_has_role(current_user, r.oid, 'member')),
               current_user::text, pg_catalog.current_setting('max_replication_slots')::int,
               (select count(*)::int from pg_catalog.pg_replication_slots),
               pg_catalog.current_setting('max_wal_senders')::int, (select count(*)::int from pg_catalog.pg_stat_replication)
        """;

    /// <summary><c>$1</c> a publication: what it publishes, and whether under the names of partitioned tables.</summary>
    internal const string Publication = """
        select pubinsert, pubupdate, pubdelete, pubtruncate, pubviaroot from pg_catalog.pg_publication where pubname = $1
        """;

    /// <summary><c>$1</c> a publication: the numbers of its tables.</summary>
    internal const string Published = """
        select pg_catalog.to_regclass(pg_catalog.format('%I.%I', schemaname, tablename))::oid
          from pg_catalog.pg_publication_tables where pubname = $1
        """;

    /// <summary><c>$1</c> a publication: the tables of which it leaves out rows or columns; PostgreSQL 15 and later.</summary>
    internal const string PublishedInPart = """
        select r.prrelid::pg_catalog.regclass::text
          from pg_catalog.pg_publication p join pg_catalog.pg_publication_rel r on r.prpubid = p.oid
         where p.pubname = $1 and (r.prqual is not null or r.prattrs is not null)
        """;

    /// <summary>
    /// <c>$1</c> tables: their kinds, whether they are written to the WAL, the replica identity and its columns, and the columns that are
    /// generated.
    /// </summary>
    internal const string Identities = """
        select c.oid, c.relkind::text, c.relpersistence::text, c.relreplident::text,
               array(select a.attname::text
                       from pg_catalog.pg_index i
                       join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey::int2[])
                      where i.indrelid = c.oid and i.indisvalid
                        and case c.relreplident when 'd' then i.indisprimary when 'i' then i.indisreplident else false end)
          from pg_catalog.pg_class c where c.oid = any ($1)
        """;

    /// <summary>
    /// <c>$1</c> a slot: its plugin, its database, how far it was read, whether it is lost, the WAL that it holds in bytes; none: there is
    /// no such slot.
    /// </summary>
    internal const string Slot = """
        select coalesce(plugin, '')::text, coalesce(database, '')::text, coalesce(confirmed_flush_lsn, '0/0')::text,
               coalesce(wal_status = 'lost', false),
               coalesce(pg_catalog.pg_wal_lsn_diff(
                 case when pg_catalog.pg_is_in_recovery() then null else pg_catalog.pg_current_wal_lsn() end, restart_lsn), 0)::bigint,
               coalesce(database = pg_catalog.current_database(), false)
          from pg_catalog.pg_replication_slots where slot_name = $1
        """;
}

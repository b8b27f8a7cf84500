using System.Data.Common;
using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Binding;

/// <summary>PostgreSQL's SQL.</summary>
internal sealed class PostgreSqlFlavour : ISqlFlavour
{
    /// <summary>
    /// Two migrations that make a table in the schema at the same moment would fail over each other without this lock (any constant will
    /// do).
    /// </summary>
    internal const string Alone = "select pg_advisory_xact_lock(3561924403171873); ";

    private PostgreSqlFlavour()
    {
    }

    internal static PostgreSqlFlavour Instance { get; } = new();

    public StateTableSql State { get; } = new()
    {
        IsThere = "select to_regclass('dataflux.state') is not null",
        Make = $"""
            {Alone}
            create schema if not exists dataflux;
            create table if not exists dataflux.state (
              migration text not null, name text collate "C" not null, content bytea not null,
              changed_at timestamptz not null default now(), primary key (migration, name));
            comment on table dataflux.state is
              'Marks of the commits of dataflux migrations; with checkpoint: target their progress and rejects';
            """,
        Read = "select name, content from dataflux.state where migration = $1 order by name",
        Put = """
            insert into dataflux.state (migration, name, content) values ($1, $2, $3)
            on conflict (migration, name) do update set content = excluded.content, changed_at = now()
            """,
        Replace = """
            update dataflux.state set content = $3, changed_at = now()
            where migration = $1 and name = $2 and (content = $4 or content = $3)
            """,
        Delete = "delete from dataflux.state where migration = $1",
    };

    public string Quote(string name) => Identifier.Quote(name);

    public ColumnEncoding? Encode(Type values, SqlType column) => ValueEncoding.Find(values, (PostgreSqlType)column);

    public string Accepted(SqlType column) => WriterTable.Accepted((PostgreSqlType)column);

    // The server would refuse each merge: INSERT … ON CONFLICT … RETURNING goes to no table with such rules.
    public IEnumerable<string> Refusals(CatalogTable table, RecordMapping mapping) => table.Rules.Where(rule => rule.Event != "DELETE")
        .Select(rule => $"{mapping.Type.Name}: table \"{mapping.TableText}\" has the rule \"{rule.Name}\" on {rule.Event}, and PostgreSQL "
            + "takes no INSERT … ON CONFLICT for such a table; let a trigger do what it does, and run: drop rule "
            + $"{Identifier.Quote(rule.Name)} on {Identifier.Quote(table.Schema, table.Name)}");

    public IEnumerable<string> Lacking(TableLookup lookup, RecordMapping mapping, IReadOnlyList<string> denied)
    {
        var (record, table) = (mapping.Type.Name, lookup.Table);
        if (!lookup.MayUseSchema)
        {
            yield return $"{record}: no USAGE permission on schema \"{table.Schema}\"; run as its owner: grant usage on schema "
                + $"{Identifier.Quote(table.Schema)} to …";
        }

        if (denied.Count > 0)
        {
            yield return $"{record}: no {string.Join(", ", denied)} permission on table \"{mapping.TableText}\"; run as its owner: grant "
                + $"{string.Join(", ", denied).ToLowerInvariant()} on {Identifier.Quote(table.Schema, table.Name)} to …";
        }

        if (!lookup.MayMakeTemporaryTables)
        {
            yield return "no TEMPORARY permission on the database, which staging tables need; run as its owner: grant temporary on "
                + "database … to …";
        }
    }

    public string? IndexOfNulls(CatalogTable table, IReadOnlyList<string> columns) =>
        $"create unique index on {Identifier.Quote(table.Schema, table.Name)} ({Identifier.List(columns)}) nulls not distinct (PostgreSQL "
        + "15 and later)";

    public bool IsMissingTable(DbException exception) => exception.SqlState == PostgresErrorCodes.UndefinedTable;

    public Failure? NoPlaceForState(DbException exception) =>
        exception is PostgresException { SqlState: var state } && state[..2] is "42" or "0A" or "P0"
            ? PostgreSqlFailures.Classify(exception)
            : null;
}

using System.Data.Common;
using Dataflux.Dialects.Sql;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Ground;

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

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public bool IsMissingTable(DbException exception) => exception.SqlState == PostgresErrorCodes.UndefinedTable;

    /// <inheritdoc/>
    public Failure? NoPlaceForState(DbException exception) =>
        exception is PostgresException { SqlState: var state } && state[..2] is "42" or "0A" or "P0"
            ? PostgreSqlFailures.Classify(exception)
            : null;
}

using System.Data.Common;
using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Encoding;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Ground;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Binding;

/// <summary>MySQL's SQL, as MariaDB speaks it too.</summary>
internal sealed class MySqlFlavour : ISqlFlavour
{
    private MySqlFlavour()
    {
    }

    internal static MySqlFlavour Instance { get; } = new();

    // A row that has the new content already counts as replaced, and the server counts rows that changed: the number always does.
    public StateTableSql State { get; } = new()
    {
        IsThere = "select count(*) from information_schema.tables where table_schema = database() and table_name = 'dataflux_state'",
        Make = """
            create table if not exists dataflux_state (
              migration varchar(191) character set utf8mb4 collate utf8mb4_bin not null,
              name varchar(191) character set utf8mb4 collate utf8mb4_bin not null,
              content longblob not null, changes bigint not null default 0,
              changed_at datetime(6) not null default current_timestamp(6) on update current_timestamp(6),
              primary key (migration, name)) engine = InnoDB
              comment = 'Marks of the commits of dataflux migrations; with checkpoint: target their progress and rejects'
            """,
        Read = "select name, content from dataflux_state where migration = ? order by cast(name as binary)",
        Put = """
            insert into dataflux_state (migration, name, content) values (?, ?, ?)
            on duplicate key update content = values(content), changes = changes + 1
            """,
        Replace = """
            update dataflux_state s join (select ? as migration, ? as name, ? as content, ? as old) given
              on s.migration = given.migration collate utf8mb4_bin and s.name = given.name collate utf8mb4_bin
            set s.content = given.content, s.changes = s.changes + 1
            where s.content = given.old or s.content = given.content
            """,
        Delete = "delete from dataflux_state where migration = ?",
    };

    public string Quote(string name) => Backtick.Quote(name);

    public ColumnEncoding? Encode(Type values, SqlType column) => ValueEncoding.Find(values, (MySqlType)column);

    public string Accepted(SqlType column) => WriterTable.Accepted((MySqlType)column);

    public IEnumerable<string> Refusals(CatalogTable table, RecordMapping mapping)
    {
        if (!"InnoDB".Equals(table.Engine, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{mapping.Type.Name}: table \"{mapping.TableText}\" is kept by {table.Engine}, which cannot take back what a "
                + $"transaction wrote; run: alter table {Backtick.Quote(table.Schema)}.{Backtick.Quote(table.Name)} engine = InnoDB";
        }

        foreach (var column in table.Columns.Where(column => column.Type is MySqlType { Kind: MySqlKind.DateTime, Precision: < 6 }))
        {
            if (mapping.Members.Any(member => member.IsKey && member.ColumnNames.Contains(column.Name)))
            {
                yield return $"{mapping.Type.Name}: the key's column \"{column.Name}\" ({column.Declared}) forgets fractions of a second, "
                    + "so that several keys would be one; make it datetime(6)";
            }
        }
    }

    public IEnumerable<string> Lacking(TableLookup lookup, RecordMapping mapping, IReadOnlyList<string> denied)
    {
        if (denied.Count > 0)
        {
            var table = lookup.Table;
            yield return $"{mapping.Type.Name}: no {string.Join(", ", denied)} permission on table \"{mapping.TableText}\"; run as an "
                + $"administrator: grant {string.Join(", ", denied).ToLowerInvariant()} on {Backtick.Quote(table.Schema)}."
                + $"{Backtick.Quote(table.Name)} to …";
        }
    }

    public string? IndexOfNulls(CatalogTable table, IReadOnlyList<string> columns) => null;

    public bool IsMissingTable(DbException exception) => exception is MySqlException { ErrorCode: MySqlErrorCode.NoSuchTable };

    public Failure? NoPlaceForState(DbException exception) =>
        MySqlFailures.Classify(exception) is { Kind: FailureKind.Systemic } failure ? failure : null;
}

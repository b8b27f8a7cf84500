using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Describing;

/// <summary>Describes tables by the system catalog alone: nothing is locked, and no row is read.</summary>
/// <param name="connection">A connection.</param>
/// <param name="wantedKey">The columns of the key where somebody names them; empty: those that an index proves.</param>
/// <param name="needsKey">Whether tables without a key cannot be read.</param>
internal sealed class TableDescriber(NpgsqlConnection connection, IReadOnlyList<string> wantedKey, bool needsKey)
{
    private const string Partitioned = "p";
    private const string Plain = "r";

    /// <summary>The tables with these names.</summary>
    /// <exception cref="SourceException">One is not there.</exception>
    internal async Task<IReadOnlyList<DescribedTable>> NamedAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var tables = new List<uint>();
        await using (var command = new NpgsqlCommand(DescribingSql.Named, connection))
        {
            command.Parameters.Add(new() { Value = names.ToArray() });
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                tables.Add(
                    await rows.IsDBNullAsync(1, cancellation)
                        ? throw RelationReader.NoTable(rows.GetString(0)) : rows.GetFieldValue<uint>(1));
            }
        }

        return await DescribeAsync([.. tables], cancellation);
    }

    /// <summary>All tables of the database.</summary>
    internal async Task<IReadOnlyList<DescribedTable>> AllAsync(CancellationToken cancellation)
    {
        var tables = new List<uint>();
        await using (var command = new NpgsqlCommand(DescribingSql.All, connection))
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
                tables.Add(rows.GetFieldValue<uint>(0));
        }

        return await DescribeAsync([.. tables], cancellation);
    }

    /// <summary>A column of a type, of which it is not known whether it is ever null.</summary>
    internal static DescribedColumn ColumnOf(string name, string shown, PostgreSqlType type, int modifier)
    {
        var outlook = TypeOutlook.Of(type, modifier);
        return new(name, shown, outlook.Kind, outlook.Attributes)
        {
            IsNullable = true,
            Digits = outlook.Digits,
            Caution = outlook.Caution,
        };
    }

    private async Task<IReadOnlyList<DescribedTable>> DescribeAsync(uint[] tables, CancellationToken cancellation)
    {
        var columns = await ColumnsAsync(tables, cancellation);
        var described = new List<(uint Oid, DescribedTable Table, bool SaysRow)>();
        await using (var command = Of(DescribingSql.Tables, tables))
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                var own = columns[rows.GetFieldValue<uint>(0)].ToList();
                var (name, kind, role) = (rows.GetString(3), rows.GetString(4), Identifier.Quote(rows.GetString(9)));
                var unreadable = own.Where(static column => !column.MayRead).Select(static column => column.Column.Name).ToList();
                described.Add((
                    rows.GetFieldValue<uint>(0),
                    new()
                    {
                        Name = name,
                        ShortName = rows.GetString(2),
                        Label = Identifier.Shown(rows.GetString(1), rows.GetString(2)),
                        Kind = KindOf(kind),
                        Columns = [.. own.Select(static column => column.Column)],
                        Rows = await rows.IsDBNullAsync(10, cancellation) ? null : rows.GetInt64(10),
                        Bytes = await rows.IsDBNullAsync(11, cancellation) ? null : rows.GetInt64(11),
                        Problem = !rows.GetBoolean(7)
                            ? $"no right to use its schema: GRANT USAGE ON SCHEMA {Identifier.Quote(rows.GetString(1))} TO {role}"
                            : unreadable.Count == 0 ? null : NoRight(name, unreadable, own.Count, role),
                        Notices = rows.GetBoolean(8) ? ["row-level security may hide rows from this user; they are not read"] : [],
                    },
                    (rows.GetBoolean(6) && rows.GetBoolean(5)) || kind is not (Plain or Partitioned)));
            }
        }

        var whole = new List<DescribedTable>();
        foreach (var (oid, table, saysRow) in described)
            whole.Add(WithKey(table, wantedKey.Count > 0 ? Wanted(table) : await KeyAsync(oid, cancellation), saysRow));

        return whole;
    }

    private static string NoRight(string table, List<string> columns, int all, string role) => columns.Count == all
        ? $"no right to read it: GRANT SELECT ON {table} TO {role}"
        : $"no right to read {string.Join(", ", columns)}: GRANT SELECT ON {table} TO {role}, or read the other columns with 'query'";

    private DescribedTable WithKey(DescribedTable table, IReadOnlyList<string> key, bool saysRow) => table with
    {
        Key = key,
        KeyProblem = key.Count > 0 || !needsKey ? null
            : "no primary key, and no unique index on columns that are never null: name the columns that tell its rows apart with 'key', "
                + "or read it without one with 'ranges: pages' (a run that is interrupted then starts over)",
        Notices = saysRow ? table.Notices
            :
            [
                .. table.Notices,
                "to be followed ('follow: true') it needs a replica identity, and to be logged: "
                    + $"ALTER TABLE {table.Name} REPLICA IDENTITY USING INDEX …, or FULL",
            ],
    };

    private IReadOnlyList<string> Wanted(DescribedTable table) =>
        wantedKey.FirstOrDefault(name => table.Columns.All(column => column.Name != name)) is { } unknown
            ? throw new SourceException(
                $"source.{SourceOptions.KeyName}: {table.Name} has no column '{unknown}'; it has "
                    + string.Join(", ", table.Columns.Select(static column => column.Name)))
            : wantedKey;

    private static string KindOf(string kind) => kind switch
    {
        Plain => "table",
        Partitioned => "partitioned table",
        "v" => "view",
        "m" => "materialized view",
        "f" => "foreign table",
        _ => "relation",
    };

    private async Task<string[]> KeyAsync(uint table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(SourceSql.Keys, connection)
        {
            Parameters = { new() { Value = table, NpgsqlDbType = NpgsqlDbType.Oid } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? rows.GetFieldValue<string[]>(0) : [];
    }

    private async Task<ILookup<uint, (DescribedColumn Column, bool MayRead)>> ColumnsAsync(uint[] tables, CancellationToken cancellation)
    {
        var found = new List<(uint Table, string Name, string Shown, uint Type, int Modifier, bool IsNeverNull, bool MayRead)>();
        await using (var command = Of(DescribingSql.Columns, tables))
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                found.Add((
                    rows.GetFieldValue<uint>(0), rows.GetString(1), rows.GetString(2), rows.GetFieldValue<uint>(3), rows.GetInt32(4),
                    rows.GetBoolean(5), rows.GetBoolean(6)));
            }
        }

        var types = await CatalogReader.TypesAsync(connection, [.. found.Select(static column => column.Type).Distinct()], cancellation);
        return found.ToLookup(
            static column => column.Table,
            column => (
                ColumnOf(column.Name, column.Shown, types[column.Type], column.Modifier) with { IsNullable = !column.IsNeverNull },
                column.MayRead));
    }

    private NpgsqlCommand Of(string sql, uint[] tables) => new(sql, connection)
    {
        Parameters = { new() { Value = tables, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } },
    };
}

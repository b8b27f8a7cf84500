using System.Data.Common;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Scripts;

namespace Dataflux.Dialects.MySql.Catalog;

/// <summary>Reads from <c>information_schema</c> what is needed to write tables.</summary>
internal sealed class CatalogReader : ISqlCatalog
{
    private static readonly string[] s_rights = ["INSERT", "SELECT", "UPDATE"];

    private CatalogReader()
    {
    }

    internal static CatalogReader Instance { get; } = new();

    public async Task<IReadOnlyList<TableLookup?>> TablesAsync(
        DbConnection database, IReadOnlyList<(string? Schema, string Name)> names, CancellationToken cancellation)
    {
        var found = new TableLookup?[names.Count];
        for (var i = 0; i < names.Count; i++)
        {
            if (await TableAsync(database, names[i].Schema, names[i].Name, cancellation) is { } table)
                found[i] = new(table, MayUseSchema: true, MayMakeTemporaryTables: true, MayDelete: true, MayLock: true);
        }

        return found;
    }

    public Task<IReadOnlyList<string>> NamesAsync(DbConnection database, CancellationToken cancellation) =>
        ReadAsync(database, CatalogSql.Names, static row => row.GetString(0), cancellation);

    private static async Task<CatalogTable?> TableAsync(DbConnection database, string? schema, string name, CancellationToken cancellation)
    {
        var tables = await ReadAsync(
            database,
            CatalogSql.Table,
            static row => (Schema: row.GetString(0), Name: row.GetString(1), Kind: row.GetString(2), Engine: Text(row, 3),
                IsDefault: row.GetInt64(4) != 0, HasTriggers: row.GetInt64(5) != 0),
            cancellation,
            schema ?? (object)DBNull.Value,
            name);
        if (tables.Count == 0)
            return null;

        var table = tables[0];
        return new CatalogTable(
            table.Schema,
            table.Name,
            await ColumnsAsync(database, table.Schema, table.Name, cancellation),
            await UniqueKeysAsync(database, table.Schema, table.Name, cancellation))
        {
            NameText = table.IsDefault ? table.Name : $"{table.Schema}.{table.Name}",
            OtherKind = table.Kind == "BASE TABLE" ? null : table.Kind.ToLowerInvariant(),
            Engine = table.Engine,
            IsPlain = !table.HasTriggers,
            ForeignKeys = await ForeignKeysAsync(database, table.Schema, table.Name, cancellation),
            IsReferenced = (await ReadAsync(
                database, CatalogSql.IsReferenced, static row => row.GetInt64(0) != 0, cancellation, table.Schema, table.Name))[0],
        };
    }

    private static async Task<IReadOnlyList<CatalogColumn>> ColumnsAsync(
        DbConnection database, string schema, string table, CancellationToken cancellation)
    {
        var columns = await ReadAsync(database, CatalogSql.Columns, Column, cancellation, schema, table);
        if (!ComparesDocuments(database.ServerVersion))
            return columns;
        var documents = await ReadAsync(database, CatalogSql.JsonTexts, static row => row.GetString(0), cancellation, schema, table);
        return
        [
            .. columns.Select(column => documents.Contains(column.Name)
                ? column with { Type = (MySqlType)column.Type with { IsJsonText = true } }
                : column),
        ];
    }

    // JSON_EQUALS came with MariaDB 10.7.
    private static bool ComparesDocuments(string version) => version.Contains("MariaDB", StringComparison.OrdinalIgnoreCase)
        && Version.TryParse(version.Split('-').FirstOrDefault(static part => part.StartsWith('1')), out var of)
        && of >= new Version(10, 7);

    private static CatalogColumn Column(DbDataReader row)
    {
        var (name, type, declared, extra) = (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(5));
        var charset = Text(row, 6);
        var collation = Text(row, 7);
        var rights = row.GetString(10).ToUpperInvariant().Split(',');
        return new()
        {
            Name = name,
            Declared = declared,
            Type = new MySqlType
            {
                Name = type,
                Kind = MySqlType.KindOf(type),
                Sql = charset is null ? declared : $"{declared} character set {charset} collate {collation}",
                HasEquality = true,
                Precision = row.IsDBNull(8) ? 0 : Convert.ToInt32(row.GetValue(8)),
                Length = row.IsDBNull(9) ? 0 : Convert.ToInt64(row.GetValue(9)),
                Collation = collation,
                Labels = type == "enum" ? LabelsOf(declared) : [],
            },
            NotNull = row.GetString(3) == "NO",
            HasDefault = row.GetInt64(4) != 0 || extra.Contains("auto_increment", StringComparison.OrdinalIgnoreCase),
            IsGenerated = extra.Contains("GENERATED", StringComparison.OrdinalIgnoreCase)
                && !extra.Contains("DEFAULT_GENERATED", StringComparison.OrdinalIgnoreCase),
            Denied = [.. s_rights.Where(right => !rights.Contains(right))],
        };
    }

    private static async Task<IReadOnlyList<UniqueKey>> UniqueKeysAsync(
        DbConnection database, string schema, string table, CancellationToken cancellation)
    {
        var rows = await ReadAsync(
            database,
            CatalogSql.UniqueKeys,
            static row => (Index: row.GetString(0), Column: Text(row, 1), IsWhole: row.IsDBNull(2)),
            cancellation,
            schema,
            table);
        return
        [
            .. rows.GroupBy(static row => row.Index).Where(static index => index.All(static row => row.Column is not null && row.IsWhole))
                .Select(static index => new UniqueKey([.. index.Select(static row => row.Column!)])),
        ];
    }

    private static async Task<IReadOnlyList<ForeignKey>> ForeignKeysAsync(
        DbConnection database, string schema, string table, CancellationToken cancellation)
    {
        var rows = await ReadAsync(
            database,
            CatalogSql.ForeignKeys,
            static row => (Name: row.GetString(0), Column: row.GetString(1), Schema: row.GetString(2), Table: row.GetString(3),
                Referenced: row.GetString(4)),
            cancellation,
            schema,
            table);
        return
        [
            .. rows.GroupBy(static row => (row.Name, row.Schema, row.Table)).Select(key => new ForeignKey(
                key.Key.Name,
                key.Key.Schema,
                key.Key.Table,
                [.. key.Select(static row => row.Column)],
                [.. key.Select(static row => row.Referenced)])
            {
                IsToItself = key.Key.Schema == schema && key.Key.Table == table,
                TableText = key.Key.Schema == schema ? key.Key.Table : $"{key.Key.Schema}.{key.Key.Table}",
            }),
        ];
    }

    // enum('a','it''s')
    private static List<string> LabelsOf(string declared)
    {
        var labels = new List<string>();
        for (var at = declared.IndexOf('\''); at >= 0 && at < declared.Length; at = declared.IndexOf('\'', at))
        {
            var label = new System.Text.StringBuilder();
            for (at++; at < declared.Length; at++)
            {
                if (declared[at] == '\'' && (at + 1 == declared.Length || declared[at + 1] != '\''))
                    break;
                label.Append(declared[at]);
                at += declared[at] == '\'' ? 1 : 0;
            }

            labels.Add(label.ToString());
            at++;
            if (at >= declared.Length)
                break;
        }

        return labels;
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(
        DbConnection database, string sql, Func<DbDataReader, T> read, CancellationToken cancellation, params object[] parameters)
    {
        var rows = new List<T>();
        await using var command = database.CommandFor(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

using System.Data.Common;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Catalog;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Catalog;

/// <summary>Reads from the system catalog what is needed to write tables.</summary>
internal sealed class CatalogReader : ISqlCatalog
{
    private CatalogReader()
    {
    }

    internal static CatalogReader Instance { get; } = new();

    public async Task<IReadOnlyList<TableLookup?>> TablesAsync(
        DbConnection database, IReadOnlyList<(string? Schema, string Name)> names, CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)database;
        var found = new TableLookup?[names.Count];
        var oids = new uint[names.Count];
        await using (var command = new NpgsqlCommand(CatalogSql.Tables, connection))
        {
            command.Parameters.Add(Texts([.. names.Select(n => n.Schema)]));
            command.Parameters.Add(Texts([.. names.Select(n => n.Name)]));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var place = reader.GetInt32(0) - 1;
                oids[place] = reader.GetFieldValue<uint>(1);
                var (schema, name, kind) = (reader.GetString(2), reader.GetString(3), reader.GetString(4)[0]);
                var table = new CatalogTable(schema, name, [], [])
                {
                    NameText = Identifier.Shown(schema, name),
                    OtherKind = OtherKind(kind),
                    IsPartitioned = kind == 'p',
                    IsPlain = reader.GetBoolean(9),
                    MaySwallow = reader.GetBoolean(10),
                    HasHeirs = reader.GetBoolean(11),
                };
                found[place] = new(table, reader.GetBoolean(5), reader.GetBoolean(6), reader.GetBoolean(7), reader.GetBoolean(8));
            }
        }

        var wanted = oids.Where(oid => oid != 0).Distinct().ToArray();
        if (wanted.Length == 0)
            return found;

        var columns = await ColumnsAsync(connection, wanted, cancellation);
        var keys = await UniqueKeysAsync(connection, wanted, cancellation);
        var references = await ForeignKeysAsync(connection, wanted, cancellation);
        var rules = await RulesAsync(connection, wanted, cancellation);
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] is { } lookup)
            {
                found[i] = lookup with
                {
                    Table = lookup.Table with
                    {
                        Columns = [.. columns[oids[i]]],
                        UniqueKeys = [.. keys[oids[i]].Where(index => index.Unfit is null).Select(index => index.Key)],
                        UnfitIndexes = [.. keys[oids[i]].Select(index => index.Unfit).OfType<UnfitIndex>()],
                        Rules = [.. rules[oids[i]]],
                        ForeignKeys = [.. references[oids[i]].OfType<ForeignKey>()],
                        IsReferenced = references[oids[i]].Contains(null),
                    },
                };
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<string>> NamesAsync(DbConnection database, CancellationToken cancellation)
    {
        var names = new List<string>();
        await using var command = new NpgsqlCommand(CatalogSql.Names, (NpgsqlConnection)database);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            names.Add(reader.GetBoolean(2) ? reader.GetString(1) : $"{reader.GetString(0)}.{reader.GetString(1)}");

        return names;
    }

    private static async Task<ILookup<uint, CatalogColumn>> ColumnsAsync(
        NpgsqlConnection connection, uint[] tables, CancellationToken cancellation)
    {
        var rows = new List<(uint Table, uint Type, Func<PostgreSqlType, CatalogColumn> Column)>();
        await using (var command = new NpgsqlCommand(CatalogSql.Columns, connection))
        {
            command.Parameters.Add(Oids(tables));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var column = (
                    Name: reader.GetString(1),
                    Declared: reader.GetString(3),
                    Rounded: await reader.IsDBNullAsync(4, cancellation) ? null : reader.GetString(4),
                    NotNull: reader.GetBoolean(5),
                    HasDefault: reader.GetBoolean(6),
                    IsGenerated: reader.GetBoolean(7),
                    IsIdentityAlways: reader.GetBoolean(8),
                    LooseCollation: await reader.IsDBNullAsync(9, cancellation) ? null : reader.GetString(9),
                    Denied: reader.GetFieldValue<string[]>(10));
                rows.Add((reader.GetFieldValue<uint>(0), reader.GetFieldValue<uint>(2), type => new()
                {
                    Name = column.Name,
                    Type = type,
                    Declared = column.Declared,
                    Rounded = column.Rounded,
                    NotNull = column.NotNull,
                    HasDefault = column.HasDefault,
                    IsGenerated = column.IsGenerated,
                    IsIdentityAlways = column.IsIdentityAlways,
                    LooseCollation = column.LooseCollation,
                    Denied = column.Denied,
                }));
            }
        }

        var types = await TypesAsync(connection, [.. rows.Select(r => r.Type).Distinct()], cancellation);
        return rows.ToLookup(row => row.Table, row => row.Column(types[row.Type]));
    }

    /// <summary>The types with these numbers, domains followed.</summary>
    internal static async Task<Dictionary<uint, PostgreSqlType>> TypesAsync(
        NpgsqlConnection connection, uint[] oids, CancellationToken cancellation)
    {
        var types = new Dictionary<uint, PostgreSqlType>();
        var parts = new Dictionary<uint, uint>();
        await using var command = new NpgsqlCommand(CatalogSql.Types, connection);
        command.Parameters.Add(Oids(oids));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var type = new PostgreSqlType
            {
                Oid = reader.GetFieldValue<uint>(0),
                DeclaredOid = reader.GetFieldValue<uint>(0),
                Sql = reader.GetString(1),
                Name = reader.GetString(2),
                Kind = reader.GetString(3)[0],
                HasEquality = reader.GetBoolean(5) && reader.GetString(2) != "citext",
                Labels = reader.GetFieldValue<string[]>(6),
            };
            types.Add(type.Oid, type);
            if (reader.GetFieldValue<uint>(4) is var part and not 0)
                parts.Add(type.Oid, part);
        }

        return oids.ToDictionary(oid => oid, oid => Followed(oid, types, parts));
    }

    private static PostgreSqlType Followed(uint oid, Dictionary<uint, PostgreSqlType> types, Dictionary<uint, uint> parts)
    {
        var type = types[oid];
        if (!parts.TryGetValue(oid, out var part))
            return type;
        var followed = Followed(part, types, parts);
        return type.Kind == 'd'
            ? followed with { DeclaredOid = oid }
            : type with { Element = followed, HasEquality = followed.HasEquality };
    }

    private static async Task<ILookup<uint, (UniqueKey Key, UnfitIndex? Unfit)>> UniqueKeysAsync(
        NpgsqlConnection connection, uint[] tables, CancellationToken cancellation)
    {
        var rows = new List<(uint Table, UniqueKey Key, UnfitIndex? Unfit)>();
        await using var command = new NpgsqlCommand(CatalogSql.UniqueKeys, connection);
        command.Parameters.Add(Oids(tables));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var columns = reader.GetFieldValue<string[]>(1);
            var unfit = await reader.IsDBNullAsync(4, cancellation)
                ? null
                : new UnfitIndex(reader.GetString(3), columns, reader.GetString(4));
            rows.Add((reader.GetFieldValue<uint>(0), new(columns, reader.GetBoolean(2)), unfit));
        }

        return rows.ToLookup(row => row.Table, row => (row.Key, row.Unfit));
    }

    private static async Task<ILookup<uint, TableRule>> RulesAsync(
        NpgsqlConnection connection, uint[] tables, CancellationToken cancellation)
    {
        var rows = new List<(uint Table, TableRule Rule)>();
        await using var command = new NpgsqlCommand(CatalogSql.Rules, connection);
        command.Parameters.Add(Oids(tables));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add((reader.GetFieldValue<uint>(0), new(reader.GetString(1), reader.GetString(2))));

        return rows.ToLookup(row => row.Table, row => row.Rule);
    }

    private static async Task<ILookup<uint, ForeignKey?>> ForeignKeysAsync(
        NpgsqlConnection connection, uint[] tables, CancellationToken cancellation)
    {
        var rows = new List<(uint Table, ForeignKey? Key)>();
        await using var command = new NpgsqlCommand(CatalogSql.ForeignKeys, connection);
        command.Parameters.Add(Oids(tables));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add((reader.GetFieldValue<uint>(0), await reader.IsDBNullAsync(1, cancellation) ? null : new(
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetFieldValue<string[]>(4),
                reader.GetFieldValue<string[]>(5))
            {
                TableText = Identifier.Shown(reader.GetString(2), reader.GetString(3)),
                IsToItself = reader.GetBoolean(6),
                IsDeferred = reader.GetBoolean(7),
                CanBeAsked = reader.GetBoolean(8),
                IsToOnly = reader.GetBoolean(9),
            }));
        }

        return rows.ToLookup(row => row.Table, row => row.Key);
    }

    // pg_class.relkind: r table, p partitioned table.
    private static string? OtherKind(char kind) => kind switch
    {
        'r' or 'p' => null,
        'v' => "view",
        'm' => "materialized view",
        _ => "foreign table",
    };

    private static NpgsqlParameter Texts(string?[] values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter Oids(uint[] values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid };
}

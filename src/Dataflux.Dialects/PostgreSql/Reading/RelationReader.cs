using System.Data;
using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Npgsql;
using Npgsql.Schema;

namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>
/// Finds what rows are read from, and locks it against what no snapshot shows as it was: TRUNCATE, ALTER TABLE, DROP (ACCESS SHARE, as
/// pg_dump does). The lock lasts as long as the connection's transaction, which must have no snapshot.
/// </summary>
/// <param name="connection">The connection, in a transaction READ COMMITTED.</param>
/// <param name="options">What is read.</param>
internal sealed class RelationReader(NpgsqlConnection connection, SourceOptions options)
{
    private const string Plain = "r";
    private const string Partitioned = "p";
    private const string Materialized = "m";

    private readonly List<string> _notices = [];

    /// <summary>What the user should know.</summary>
    internal IReadOnlyList<string> Notices => _notices;

    /// <exception cref="SourceException">Something is not there, or cannot be read in parts as it is asked for.</exception>
    internal async Task<IReadOnlyList<Relation>> ReadAsync(CancellationToken cancellation)
    {
        if (options.Query is { } query)
            return [await QueryAsync(query, cancellation)];

        var relations = new List<Relation>();
        foreach (var table in options.Tables)
            relations.AddRange(await TableAsync(table, cancellation));

        return relations;
    }

    /// <summary>A table that was named is not there.</summary>
    internal static SourceException NoTable(string table) => new(
        $"source: there is no table {table} in this database, or its schema is not in the search_path; write its schema, and names "
            + "with capital letters between quotes (public.\"Orders\")");

    private async Task<Relation> QueryAsync(string query, CancellationToken cancellation)
    {
        var from = $"({query}\n)";
        var columns = await ColumnsAsync(from, cancellation);
        return new() { Name = "query", Table = "query", From = from, Columns = columns, Key = Named(options.Key, columns, "the query") };
    }

    private async Task<IReadOnlyList<Relation>> TableAsync(string table, CancellationToken cancellation)
    {
        var members = await FamilyAsync(table, cancellation);
        if (members.Count == 0)
            throw NoTable(table);

        var asked = members.First(static member => member.IsAsked);
        var name = Identifier.Shown(asked.Schema, asked.Name);
        var relations = new List<Relation>();
        foreach (var member in members.Where(static member => member.Kind != Partitioned))
            relations.Add(await MemberAsync(member, name, cancellation));

        return relations;
    }

    private async Task<List<FamilyMember>> FamilyAsync(string table, CancellationToken cancellation)
    {
        var members = new List<FamilyMember>();
        await using var command = new NpgsqlCommand(SourceSql.Family, connection) { Parameters = { new() { Value = table } } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            members.Add(new(rows.GetFieldValue<uint>(0), rows.GetString(1), rows.GetString(2), rows.GetString(3))
            {
                Pages = await rows.IsDBNullAsync(4, cancellation) ? null : rows.GetInt64(4),
                HidesRows = rows.GetBoolean(5),
                IsAsked = rows.GetBoolean(6),
            });
        }

        return members;
    }

    private async Task<Relation> MemberAsync(FamilyMember member, string table, CancellationToken cancellation)
    {
        var (name, quoted) = (Identifier.Shown(member.Schema, member.Name), Identifier.Quote(member.Schema, member.Name));
        if (member.Kind is Plain)
            await connection.RunAsync($"lock table only {quoted} in access share mode", cancellation);

        if (member.HidesRows)
            _notices.Add($"row-level security may hide rows of {name} from this user; they are not read, and not counted");

        var columns = await ColumnsAsync($"only {quoted}", cancellation);
        var isTable = member.Kind is Plain or Materialized;
        if (options.IsByPages && !isTable)
        {
            throw new SourceException(
                $"source.ranges: {name} has no pages of its own, because it is no table; leave 'ranges' out and give 'key'");
        }

        var proven = options.IsByPages ? [] : await KeysAsync(member.Oid, cancellation);
        var key = options.IsByPages ? [] : options.Key.Count > 0 ? options.Key : proven.FirstOrDefault() ?? [];
        if (key.Count == 0 && !options.IsByPages)
        {
            throw new SourceException(
                $"{name} has no primary key, and no unique index on columns that are never null: name the columns that tell its rows "
                    + "apart with 'key' under 'source:', or have it read without a key with 'ranges: pages' (a run that is interrupted "
                    + "then starts over)");
        }

        return new()
        {
            Name = name,
            Oid = member.Oid,
            Table = table,
            From = $"only {quoted}",
            Columns = columns,
            Key = Named(key, columns, name),
            IsKeyProven = proven.Exists(columns => columns.Length == key.Count && columns.All(key.Contains)),
            Pages = isTable ? member.Pages : null,
        };
    }

    private async Task<List<string[]>> KeysAsync(uint table, CancellationToken cancellation)
    {
        var keys = new List<string[]>();
        await using var command = new NpgsqlCommand(SourceSql.Keys, connection)
        {
            Parameters = { new() { Value = table, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            keys.Add(rows.GetFieldValue<string[]>(0));

        return keys;
    }

    private static IReadOnlyList<SourceColumn> Named(IReadOnlyList<string> key, IReadOnlyList<SourceColumn> columns, string where) =>
        [.. key.Select(name => columns.FirstOrDefault(column => column.Name == name)
            ?? throw new SourceException(
                $"source.key: {where} has no column '{name}'; it has {string.Join(", ", columns.Select(static column => column.Name))}"))];

    // Asking what the columns are locks what is read, views and queries too.
    private async Task<IReadOnlyList<SourceColumn>> ColumnsAsync(string from, CancellationToken cancellation)
    {
        var found = new List<(string Name, uint Type)>();
        await using (var command = new NpgsqlCommand($"select q.* from {from} as q limit 0", connection))
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            found.AddRange((await rows.GetColumnSchemaAsync(cancellation)).Cast<NpgsqlDbColumn>()
                .Select(static column => (column.ColumnName, column.TypeOID)));
        }

        if (found.GroupBy(static column => column.Name).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new SourceException($"source.query: two columns are called '{twice.Key}'; give one of them another name with AS");

        var types = await CatalogReader.TypesAsync(connection, [.. found.Select(static column => column.Type).Distinct()], cancellation);
        return [.. found.Select(column => new SourceColumn(column.Name, types[column.Type]))];
    }
}

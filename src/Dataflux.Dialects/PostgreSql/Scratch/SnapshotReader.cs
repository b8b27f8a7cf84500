using System.Text.RegularExpressions;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>Reads the tables of a schema as text.</summary>
/// <param name="connection">The connection.</param>
/// <param name="schema">The schema.</param>
/// <param name="recordTypes">The types of the records that are written, whose keys identify rows.</param>
internal sealed partial class SnapshotReader(NpgsqlConnection connection, string schema, IReadOnlyList<Type> recordTypes)
{
    // Texts must not depend on the session's settings; numbers that are equal must be equal texts.
    private const string Settings = """
        set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex'
        """;

    // $1: the schema. A generated column follows from the others.
    private const string Columns = """
        select c.relname::text, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod),
               a.attidentity <> '', coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '')
          from pg_catalog.pg_class c
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum and a.attgenerated = ''
         where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition
         order by c.relname, a.attnum
        """;

    // $1: the schema; the primary key first.
    private const string Keys = """
        select c.relname::text, array(
                 select a.attname::text from unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
                   join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
                  where k.place <= i.indnkeyatts order by k.place)
          from pg_catalog.pg_index i
          join pg_catalog.pg_class c on c.oid = i.indrelid
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where n.nspname = $1 and i.indisunique and i.indpred is null and i.indexprs is null
         order by c.relname, i.indisprimary desc, i.indexrelid
        """;

    /// <summary>Reads all tables.</summary>
    internal async Task<IReadOnlyList<TableSnapshot>> ReadAsync(CancellationToken cancellation)
    {
        await connection.RunAsync(Settings, cancellation);
        var keys = await KeysAsync(cancellation);
        var tables = new List<TableSnapshot>();
        foreach (var table in (await ColumnsAsync(cancellation)).GroupBy(column => column.Table, StringComparer.Ordinal))
            tables.Add(await ReadAsync(table.Key, [.. table], [.. keys[table.Key]], cancellation));
        return tables;
    }

    private async Task<TableSnapshot> ReadAsync(
        string table, IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> uniqueKeys, CancellationToken cancellation)
    {
        var mappings = recordTypes.Select(RecordMapping.Of).Where(mapping => mapping.Table == table).ToList();
        var written = mappings.SelectMany(mapping => mapping.Members).Select(member => Find(member, columns)).OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var leftOut = columns.Where(column => column.IsNewEachTime && !written.Contains(column.Name)).Select(column => column.Name)
            .ToList();
        var compared = columns.Where(column => !leftOut.Contains(column.Name)).ToList();
        var key = mappings.Select(
            mapping => mapping.Members.Where(member => member.IsKey).Select(member => Find(member, columns)).OfType<string>().ToList())
            .Where(names => names.Count > 0)
            .Concat(uniqueKeys)
            .FirstOrDefault(names => !names.Any(leftOut.Contains)) ?? [.. compared.Select(column => column.Name)];

        var rows = new List<IReadOnlyList<string?>>();
        if (compared.Count > 0)
        {
            await using var command = new NpgsqlCommand(
                $"select {string.Join(", ", compared.Select(column => column.AsText))} from {Identifier.Quote(schema, table)}", connection);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                rows.Add(Row(reader));
        }

        var places = key.Select(name => compared.FindIndex(column => column.Name == name)).ToList();
        rows.Sort((a, b) => Compare(a, b, places));
        return new TableSnapshot(table, [.. key], [.. compared.Select(column => column.Name)], rows)
        {
            LeftOut = leftOut,
            Forms = [.. compared.Select(column => column.Form)],
        };
    }

    private static string?[] Row(NpgsqlDataReader reader)
    {
        var row = new string?[reader.FieldCount];
        for (var i = 0; i < row.Length; i++)
            row[i] = reader.IsDBNull(i) ? null : reader.GetString(i);
        return row;
    }

    // Keys that are numbers are in the order of numbers: their texts are shorter first.
    private static int Compare(IReadOnlyList<string?> a, IReadOnlyList<string?> b, List<int> places)
    {
        foreach (var place in places)
        {
            var (x, y) = (a[place] ?? "", b[place] ?? "");
            var order = long.TryParse(x, out var m) && long.TryParse(y, out var n) ? m.CompareTo(n) : string.CompareOrdinal(x, y);
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static string? Find(RecordMember member, IReadOnlyList<Column> columns) =>
        member.ColumnNames.FirstOrDefault(name => columns.Any(column => column.Name == name));

    private async Task<List<Column>> ColumnsAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Columns, connection) { Parameters = { new() { Value = schema } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var columns = new List<Column>();
        while (await reader.ReadAsync(cancellation))
        {
            var isNewEachTime = reader.GetBoolean(3) || NewEachTime().IsMatch(reader.GetString(4));
            columns.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), isNewEachTime));
        }

        return columns;
    }

    private async Task<ILookup<string, IReadOnlyList<string>>> KeysAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Keys, connection) { Parameters = { new() { Value = schema } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<(string Table, IReadOnlyList<string> Columns)>();
        while (await reader.ReadAsync(cancellation))
            keys.Add((reader.GetString(0), reader.GetFieldValue<string[]>(1)));
        return keys.ToLookup(key => key.Table, key => key.Columns, StringComparer.Ordinal);
    }

    [GeneratedRegex(
        @"\b(nextval|now|\w*_timestamp|timeofday|random|\w*uuid\w*)\s*\(|\b(CURRENT_|LOCALTIME)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NewEachTime();

    private sealed record Column(string Table, string Name, string Type, bool IsNewEachTime)
    {
        private bool IsNumeric => Type.StartsWith("numeric", StringComparison.Ordinal) && !Type.EndsWith(']');

        internal string AsText => IsNumeric ? $"trim_scale({Identifier.Quote(Name)})::text" : $"{Identifier.Quote(Name)}::text";

        internal TextForm Form => Type switch
        {
            "json" or "jsonb" => TextForm.Json,
            "boolean" => TextForm.Boolean,
            "smallint" or "integer" or "bigint" or "real" or "double precision" => TextForm.Number,
            _ => IsNumeric ? TextForm.Number : TextForm.Text,
        };
    }
}

using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Settings;
using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>A table or sequence of the target that a scratch schema needs a copy of.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>pg_class.relkind</c>.</param>
/// <param name="IsMapped">Whether a record type is written to it; others are looked up by scripts and copied with their rows.</param>
internal sealed record ScratchRelation(string Schema, string Name, char Kind, bool IsMapped)
{
    // $1, $2: schemas (null: the search path) and names of mapped tables; $3: words in lower case.
    private const string Sql = """
        select n.nspname::text, c.relname::text, c.relkind::text, m.name is not null
          from pg_catalog.pg_class c
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          left join (select distinct * from unnest($1::text[], $2::text[]) as w (schema, name)) m
            on m.name = c.relname and (m.schema = n.nspname or (m.schema is null and pg_catalog.pg_table_is_visible(c.oid)))
         where c.relkind in ('r', 'p', 'f', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           and (m.name is not null or (pg_catalog.pg_table_is_visible(c.oid) and lower(c.relname) = any ($3::text[])))
         order by 1, 2
        """;

    /// <summary>Whether it holds rows.</summary>
    internal bool IsTable => Kind != 'S';

    /// <summary>Finds what has to be copied.</summary>
    /// <exception cref="ScratchRefusedException">Tables of the same name are in different schemas.</exception>
    internal static async Task<IReadOnlyList<ScratchRelation>> FindAsync(
        NpgsqlConnection connection, IReadOnlyList<Type> recordTypes, IReadOnlyCollection<string> words, CancellationToken cancellation)
    {
        var mappings = recordTypes.Select(RecordMapping.Of).Select(mapping => (mapping.Schema, mapping.Table)).Distinct().ToList();
        var found = new List<ScratchRelation>();
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                Texts([.. mappings.Select(mapping => mapping.Schema)]),
                Texts([.. mappings.Select(mapping => mapping.Table)]),
                Texts([.. words.Select(word => word.ToLowerInvariant())]),
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            found.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2)[0], reader.GetBoolean(3)));

        // A word may mean any of its name; the record says which one is written.
        found.RemoveAll(relation => !relation.IsMapped && found.Exists(other => other.IsMapped && other.Name == relation.Name));
        foreach (var same in found.GroupBy(relation => relation.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            throw new ScratchRefusedException(
                $"the tables {string.Join(" and ", same.Select(relation => $"{relation.Schema}.{relation.Name}"))} have one name; "
                + "copies of both do not fit into one schema");
        }

        return found;
    }

    private static NpgsqlParameter Texts(string?[] values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}

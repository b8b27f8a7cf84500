using System.Text.RegularExpressions;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>Finds tables and sequences that a text names with their schema.</summary>
internal static partial class QualifiedNames
{
    private const string Sql = """
        select n.nspname || '.' || c.relname
          from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname !~ '^dataflux_scratch_'
        """;

    internal static async Task<IReadOnlyList<(int Index, string Name)>> FindAsync(
        NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        var candidates = Form().Matches(text);
        if (candidates.Count == 0)
            return [];

        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            known.Add(reader.GetString(0));

        return
        [
            .. candidates.Select(match => (match.Index, Name: $"{match.Groups["schema"].Value}.{match.Groups["name"].Value}"))
                .Where(found => known.Contains(found.Name)),
        ];
    }

    // Quotes may be escaped, as inside a C# string.
    [GeneratedRegex(
        """(?<![\w."\\])\\?"?(?<schema>\w+)\\?"?\s*\.\s*\\?"?(?<name>\w+)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Form();
}

using System.Text.Json;
using Dataflux.Dialects.PostgreSql.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Scripts;

/// <summary>What the server's plan of a profile's own statement says about it.</summary>
internal static class ExplainedSql
{
    private static readonly string[] Explained = ["insert", "update", "delete", "merge", "with", "select"];

    /// <summary>Whether it is one statement that <c>explain</c> takes.</summary>
    internal static bool IsTaken(string sql)
    {
        var text = sql.AsSpan().Trim();
        if (text.TrimEnd(';').Contains(';'))
            return false;
        foreach (var word in Explained)
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>
    /// The tables whose rows a statement itself inserts, updates or deletes, for SQL; not those that functions or triggers change.
    /// </summary>
    internal static async Task<IReadOnlySet<string>> ChangedTablesAsync(
        NpgsqlConnection connection, string sql, object?[] parameters, CancellationToken cancellation)
    {
        var tables = new HashSet<string>(StringComparer.Ordinal);
        await using var command = SqlCommand.Create(connection, $"explain (format json, verbose, costs off) {sql}", parameters);
        if (await command.ExecuteScalarAsync(cancellation) is string text)
        {
            using var plan = JsonDocument.Parse(text);
            foreach (var statement in plan.RootElement.EnumerateArray())
                Add(statement.GetProperty("Plan"), tables);
        }

        return tables;
    }

    private static void Add(JsonElement node, HashSet<string> tables)
    {
        if (node.GetProperty("Node Type").GetString() == "ModifyTable" && node.TryGetProperty("Schema", out var schema))
            tables.Add(Identifier.Quote(schema.GetString()!, node.GetProperty("Relation Name").GetString()!));
        if (node.TryGetProperty("Plans", out var plans))
        {
            foreach (var below in plans.EnumerateArray())
                Add(below, tables);
        }
    }
}

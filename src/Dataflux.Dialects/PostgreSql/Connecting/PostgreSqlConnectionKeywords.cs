using System.Data.Common;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Connecting;

/// <summary>Reads <c>Host=…;Username=…;Password=…</c>, Npgsql's form of a connection.</summary>
/// <remarks>A finding never repeats a keyword that is unknown: it may be the rest of a password with a semicolon in it.</remarks>
internal static class PostgreSqlConnectionKeywords
{
    /// <summary>Reads a connection string.</summary>
    /// <param name="text">The connection string.</param>
    /// <param name="builder">Takes what it says.</param>
    /// <param name="findings">Takes what is wrong with it.</param>
    public static void Read(string text, NpgsqlConnectionStringBuilder builder, List<string> findings)
    {
        var parsed = new DbConnectionStringBuilder();
        try
        {
            parsed.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            findings.Add(
                "is neither a URL (postgresql://user:password@host:5432/database) nor Host=…;Username=…;Password=…;Database=… . A value "
                + "with ; or = in it stands in quotes");
            return;
        }

        var number = 0;
        foreach (var pair in Pairs(parsed))
        {
            number++;
            bool known;
            try
            {
                known = builder.ContainsKey(pair.Key);
                if (known)
                    builder[pair.Key] = pair.Value;
            }
            catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException
                or NotSupportedException)
            {
                findings.Add($"has a value for '{pair.Key}' that Npgsql does not take");
                continue;
            }

            if (!known)
            {
                findings.Add(
                    $"has a keyword, number {number}, that Npgsql does not know. A value with ; or = in it stands in quotes: "
                    + "Password=\"…\"");
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, object>> Pairs(DbConnectionStringBuilder parsed)
    {
        foreach (string key in parsed.Keys)
            yield return new KeyValuePair<string, object>(key, parsed[key]);
    }
}

using System.Text.RegularExpressions;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Ground;

/// <summary>
/// Refusals of poolers and proxies, which give them the code of a broken connection (08P01) although trying again helps nothing.
/// </summary>
internal static partial class PostgreSqlFailuresOfPoolers
{
    /// <summary>What to do about a refusal; <see langword="null"/> when the failure is none.</summary>
    internal static string? Refusal(PostgresException e)
    {
        if (e.SqlState != PostgresErrorCodes.ProtocolViolation || e.InvariantSeverity is not "FATAL" || Passing().IsMatch(e.MessageText))
            return null;

        return e.MessageText.Contains("startup parameter", StringComparison.OrdinalIgnoreCase)
            ? "A pooler on the way to the database takes no such setting when a connection is opened: take it out of target.connection, "
                + "or name it in the pooler's ignore_startup_parameters and set it for the role (alter role … set …)."
            : "A pooler on the way to the database refused the connection: check target.database, target.user and target.ssl against the "
                + "pooler's own configuration.";
    }

    // What PgBouncer and its relatives say while they or the server are busy or away for a moment.
    [GeneratedRegex(
        "time-?out|no more connections|too many|crash|shut|login fail|failing|disconnect|cannot connect|connect failed|not "
        + "connect|paused|suspend|reconnect|unexpected eof|terminat|admin|lifetime|retry|not ready|max_client",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Passing();
}

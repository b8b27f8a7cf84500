using System.Net;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Connecting;

/// <summary>The words for encryption, and the default for a host.</summary>
internal static class PostgreSqlConnectionSsl
{
    /// <summary>Reads the value of <c>ssl</c> or of a URL's <c>sslmode</c>; <see langword="null"/> when it is none of the words.</summary>
    public static SslMode? Parse(string text) => text.Trim().ToLowerInvariant() switch
    {
        "verify-full" => SslMode.VerifyFull,
        "verify-ca" => SslMode.VerifyCA,
        "require" or "true" => SslMode.Require,
        "prefer" => SslMode.Prefer,
        "allow" => SslMode.Allow,
        "off" or "false" or "disable" => SslMode.Disable,
        _ => null,
    };

    /// <summary>Passwords and records do not go over a network to an unverified server unless someone says so.</summary>
    /// <param name="hosts">A host, or several with commas between them.</param>
    public static SslMode DefaultFor(string hosts)
    {
        var all = hosts.Split(',', StringSplitOptions.TrimEntries);
        if (all.All(IsSocket))
            return SslMode.Disable;
        return all.All(host => IsSocket(host) || IsThisMachine(host)) ? SslMode.Prefer : SslMode.VerifyFull;
    }

    /// <summary>The name that psql and PostgreSQL's other programs use (PostgreSQL documentation, 34.19.1).</summary>
    public static string LibpqName(SslMode mode) => mode switch
    {
        SslMode.VerifyFull => "verify-full",
        SslMode.VerifyCA => "verify-ca",
        SslMode.Require => "require",
        SslMode.Disable => "disable",
        SslMode.Allow => "allow",
        _ => "prefer",
    };

    /// <summary>Whether the host is the folder of a socket.</summary>
    public static bool IsSocket(string host) => host.StartsWith('/') || host.StartsWith('@');

    private static bool IsThisMachine(string host)
    {
        if (IPEndPoint.TryParse(host, out var point))
            return IPAddress.IsLoopback(point.Address);
        var name = host.Split(':')[0];
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}

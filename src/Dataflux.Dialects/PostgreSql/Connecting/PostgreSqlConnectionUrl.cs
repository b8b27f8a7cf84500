using System.Globalization;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Connecting;

/// <summary>
/// Reads <c>postgresql://user:password@host:port/database?parameters</c>, as libpq does (PostgreSQL documentation, 34.1.1.2).
/// </summary>
/// <remarks>
/// A finding repeats nothing of the URL but the names of parameters: a password that is not encoded could be anywhere in it.
/// </remarks>
internal static class PostgreSqlConnectionUrl
{
    private const string Known =
        "sslmode, sslrootcert, sslcert, sslkey, sslpassword, host, port, user, password, dbname, application_name, connect_timeout, "
        + "options, target_session_attrs, load_balance_hosts, channel_binding, keepalives_idle, keepalives_interval, search_path";

    /// <summary>Whether a <c>connection</c> is a URL.</summary>
    public static bool IsUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a URL.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="builder">Takes what it says.</param>
    /// <param name="findings">Takes what is wrong with it.</param>
    public static void Read(string url, NpgsqlConnectionStringBuilder builder, List<string> findings)
    {
        var (_, authority, tail) = Split(url);
        if (tail.Contains('@') || tail.Contains('#'))
        {
            findings.Add(
                "has an '@' or '#' after the host. In user, password and parameters write @ as %40, # as %23, / as %2F, ? as %3F and "
                + "% as %25");
            return;
        }

        var (colon, at) = Login(authority);
        if (at >= 0)
        {
            builder.Username = Decode(authority[..(colon < 0 ? at : colon)], "the user", findings);
            if (colon >= 0)
                builder.Password = Decode(authority[(colon + 1)..at], "the password", findings);
        }

        ReadHosts(authority[(at + 1)..], builder, findings);
        var question = tail.IndexOf('?');
        var path = question < 0 ? tail : tail[..question];
        if (path.Length > 1)
            builder.Database = Decode(path[1..], "the database", findings);
        if (question >= 0)
        {
            foreach (var pair in tail[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
                ReadParameter(pair, builder, findings);
        }
    }

    /// <summary>The URL without its passwords.</summary>
    /// <param name="url">A URL that is read without a finding.</param>
    public static string WithoutSecrets(string url)
    {
        var (scheme, authority, tail) = Split(url);
        var (colon, at) = Login(authority);
        var place = scheme + (colon < 0 ? authority : authority[..colon] + authority[at..]);
        var question = tail.IndexOf('?');
        if (question < 0)
            return place + tail;

        var parameters = tail[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(static pair => pair.Split('=')[0] is not ("password" or "sslpassword"));
        return $"{place}{tail[..question]}?{string.Join('&', parameters)}";
    }

    private static (string Scheme, string Authority, string Tail) Split(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.IndexOfAny(['/', '?', '#'], start);
        return end < 0 ? (url[..start], url[start..], "") : (url[..start], url[start..end], url[end..]);
    }

    // The password is between the first colon and the last @.
    private static (int Colon, int At) Login(string authority)
    {
        var at = authority.LastIndexOf('@');
        return (at < 0 ? -1 : authority.IndexOf(':', 0, at), at);
    }

    private static void ReadHosts(string text, NpgsqlConnectionStringBuilder builder, List<string> findings)
    {
        if (text.Length == 0)
            return;
        var hosts = text.Split(',').Select(host => SplitPort(host, findings)).ToList();
        if (hosts.Count == 1)
        {
            builder.Host = hosts[0].Host;
            builder.Port = hosts[0].Port;
        }
        else
        {
            builder.Host = string.Join(
                ',', hosts.Select(host => host.Host.Contains(':') ? $"[{host.Host}]:{host.Port}" : $"{host.Host}:{host.Port}"));
        }
    }

    private static (string Host, int Port) SplitPort(string text, List<string> findings)
    {
        var bracket = text.StartsWith('[') ? text.IndexOf(']') : -1;
        var colon = text.IndexOf(':', bracket < 0 ? 0 : bracket);
        var host = bracket > 0 ? text[1..bracket] : Decode(colon < 0 ? text : text[..colon], "the host", findings);
        if (host.Length == 0)
            findings.Add("has no host before the port");
        return (host, colon < 0 || colon == text.Length - 1 ? NpgsqlConnection.DefaultPort : Port(text[(colon + 1)..], findings));
    }

    private static void ReadParameter(string pair, NpgsqlConnectionStringBuilder builder, List<string> findings)
    {
        var equals = pair.IndexOf('=');
        var name = equals < 0 ? pair : pair[..equals];
        var value = Decode(equals < 0 ? string.Empty : pair[(equals + 1)..], name, findings);
        switch (name)
        {
            case "sslmode" or "ssl":
                if (PostgreSqlConnectionSsl.Parse(value) is { } mode)
                    builder.SslMode = mode;
                else
                    findings.Add($"parameter {name} must be disable, allow, prefer, require, verify-ca or verify-full");
                break;
            case "sslrootcert": builder.RootCertificate = value; break;
            case "sslcert": builder.SslCertificate = value; break;
            case "sslkey": builder.SslKey = value; break;
            case "sslpassword": builder.SslPassword = value; break;
            case "host": builder.Host = value; break;
            case "port": builder.Port = Port(value, findings); break;
            case "user": builder.Username = value; break;
            case "password": builder.Password = value; break;
            case "dbname": builder.Database = value; break;
            case "application_name": builder.ApplicationName = value; break;
            case "connect_timeout": builder.Timeout = Seconds(name, value, findings); break;
            case "options": builder.Options = value; break;
            case "search_path": builder.SearchPath = value; break;
            case "target_session_attrs": Set(builder, "Target Session Attributes", name, value, findings); break;
            case "load_balance_hosts":
                Set(
                builder, "Load Balance Hosts", name, value is "random" or "true" ? "true" : "false", findings); break;
            case "channel_binding": Set(builder, "Channel Binding", name, value, findings); break;
            case "keepalives_idle": builder.TcpKeepAliveTime = Seconds(name, value, findings); break;
            case "keepalives_interval": builder.TcpKeepAliveInterval = Seconds(name, value, findings); break;
            default: findings.Add($"parameter {name} is not known. Known are {Known}"); break;
        }
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string keyword, string name, string value, List<string> findings)
    {
        try
        {
            builder[keyword] = value;
        }
        catch (ArgumentException)
        {
            findings.Add($"parameter {name} has a value that PostgreSQL does not know");
        }
    }

    private static int Port(string text, List<string> findings)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535)
            return port;
        findings.Add("has a port that is not a number from 1 to 65535. In a password write : as %3A, @ as %40, / as %2F");
        return NpgsqlConnection.DefaultPort;
    }

    private static int Seconds(string name, string text, List<string> findings)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 1024)
            return seconds;
        findings.Add($"parameter {name} must be a number of seconds from 0 to 1024");
        return 0;
    }

    private static string Decode(string text, string what, List<string> findings)
    {
        for (var i = text.IndexOf('%'); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
                continue;
            findings.Add($"{what} has a '%' that two hexadecimal digits do not follow. Write a percent sign as %25");
            return string.Empty;
        }

        return Uri.UnescapeDataString(text);
    }
}

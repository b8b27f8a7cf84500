using System.Data.Common;
using System.Globalization;
using Dataflux.Dialects.PostgreSql.Connecting;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Describing;

/// <summary>Where a database is, as a definition says it: a key for each part, and never a password.</summary>
internal static class WrittenPlace
{
    private const string HostKeyword = "Host";

    // What has a key of its own.
    private static readonly string[] Keyed =
        [HostKeyword, "Port", "Username", "Password", "Database", "SSL Mode", "Root Certificate", "Timeout"];

    /// <summary>The options.</summary>
    /// <param name="url">A URL that was read without a finding.</param>
    internal static IReadOnlyList<(string Option, string Value)> Of(string url)
    {
        var read = new NpgsqlConnectionStringBuilder();
        PostgreSqlConnectionUrl.Read(url, read, []);
        var given = new DbConnectionStringBuilder { ConnectionString = read.ConnectionString };
        var said = given.Keys.Cast<string>().ToList();
        if (said.Exists(static keyword => !Keyed.Contains(keyword, StringComparer.OrdinalIgnoreCase)) || read.Host!.Contains(',')
            || (Says("SSL Mode") && read.SslMode == SslMode.Allow))
        {
            return [(PostgreSqlConnectionOptions.Connection, PostgreSqlConnectionUrl.WithoutSecrets(url))];
        }

        var options = new List<(string, string)> { (PostgreSqlConnectionOptions.Host, read.Host) };
        if (read.Port != NpgsqlConnection.DefaultPort)
            options.Add((PostgreSqlConnectionOptions.Port, read.Port.ToString(CultureInfo.InvariantCulture)));
        if (read.Username is { Length: > 0 } user)
            options.Add((PostgreSqlConnectionOptions.User, user));
        if (read.Database is { Length: > 0 } database)
            options.Add((PostgreSqlConnectionOptions.Database, database));
        if (Says("SSL Mode"))
        {
            var mode = read.SslMode == SslMode.Disable ? "off" : PostgreSqlConnectionSsl.LibpqName(read.SslMode);
            options.Add((PostgreSqlConnectionOptions.Ssl, mode));
        }

        if (read.RootCertificate is { Length: > 0 } certificate)
            options.Add((PostgreSqlConnectionOptions.RootCertificate, certificate));
        if (Says("Timeout"))
            options.Add((PostgreSqlConnectionOptions.ConnectTimeout, string.Create(CultureInfo.InvariantCulture, $"{read.Timeout}s")));

        return options;

        bool Says(string keyword) => said.Contains(keyword, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The options with the password, for whoever only looks; what is wrong with the URL is found when it is read.</summary>
    internal static IEnumerable<(string Option, string Value)> WithPassword(string url)
    {
        var (read, findings) = (new NpgsqlConnectionStringBuilder(), new List<string>());
        PostgreSqlConnectionUrl.Read(url, read, findings);
        var options = findings.Count > 0 || string.IsNullOrEmpty(read.Host) ? [] : Of(url);
        if (options is [] or [(PostgreSqlConnectionOptions.Connection, _)])
            return [(PostgreSqlConnectionOptions.Connection, url)];

        return read.Password is { Length: > 0 } password ? [.. options, (PostgreSqlConnectionOptions.Password, password)] : options;
    }
}

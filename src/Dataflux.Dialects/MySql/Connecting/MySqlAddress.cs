using System.Net;
using Dataflux.Dialects.Logins;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using MySqlConnector;
using static Dataflux.Dialects.MySql.Connecting.MySqlConnectionOptions;

namespace Dataflux.Dialects.MySql.Connecting;

/// <summary>Where a MySQL target is and how to log in, read from its settings; nothing is connected yet.</summary>
internal sealed class MySqlAddress
{
    private const uint DefaultTimeout = 15;
    private readonly MySqlConnectionStringBuilder _settings;

    private MySqlAddress(MySqlConnectionStringBuilder settings, LoginPassword? password) =>
        (_settings, Password) = (settings, password);

    /// <summary>What gives the password at each login; <see langword="null"/>: <see cref="ConnectionString"/> holds it.</summary>
    internal LoginPassword? Password { get; }

    /// <summary>The database for people, such as <c>mysql://user@host:3306/database</c>; never a secret.</summary>
    internal string Location
    {
        get
        {
            var user = _settings.UserID is { Length: > 0 } name ? Uri.EscapeDataString(name) + "@" : "";
            var place = IsSocket(_settings.Server) ? $"localhost({_settings.Server})" : $"{_settings.Server}:{_settings.Port}";
            return $"mysql://{user}{place}/{Uri.EscapeDataString(_settings.Database)}";
        }
    }

    /// <summary>MySqlConnector's form, with the password if it is a plain one.</summary>
    internal string ConnectionString => _settings.ConnectionString;

    /// <summary>How the server's own client program is called.</summary>
    /// <param name="program">The program.</param>
    /// <param name="isMariaDb">Whether it is MariaDB's, which names encryption differently.</param>
    /// <param name="cancellation">Stops the asking for a password.</param>
    internal async Task<ShellSession> ForClientAsync(string program, bool isMariaDb, CancellationToken cancellation)
    {
        var arguments = new List<string>();
        if (IsSocket(_settings.Server))
            arguments.Add($"--socket={_settings.Server}");
        else
            arguments.AddRange([$"--host={_settings.Server}", $"--port={_settings.Port}", "--protocol=tcp"]);
        if (_settings.UserID.Length > 0)
            arguments.Add($"--user={_settings.UserID}");
        if (isMariaDb)
            arguments.AddRange(EncryptionOfMariaDb(_settings.SslMode));
        else
            arguments.Add($"--ssl-mode={EncryptionOfMySql(_settings.SslMode)}");
        if (!string.IsNullOrEmpty(_settings.SslCa))
            arguments.Add($"--ssl-ca={_settings.SslCa}");
        arguments.AddRange(["--default-character-set=utf8mb4", $"--database={_settings.Database}"]);
        var variables = new Dictionary<string, string>();
        var password = Password is null ? _settings.Password : await Password.AskAsync(cancellation);
        if (password.Length > 0)
            variables["MYSQL_PWD"] = password;
        return new(program, arguments, variables);
    }

    private static string[] EncryptionOfMariaDb(MySqlSslMode mode) => mode switch
    {
        MySqlSslMode.Disabled or MySqlSslMode.None => ["--skip-ssl"],
        MySqlSslMode.Required => ["--ssl"],
        MySqlSslMode.VerifyCA or MySqlSslMode.VerifyFull => ["--ssl", "--ssl-verify-server-cert"],
        _ => [],
    };

    private static string EncryptionOfMySql(MySqlSslMode mode) => mode switch
    {
        MySqlSslMode.Disabled or MySqlSslMode.None => "DISABLED",
        MySqlSslMode.Required => "REQUIRED",
        MySqlSslMode.VerifyCA => "VERIFY_CA",
        MySqlSslMode.VerifyFull => "VERIFY_IDENTITY",
        _ => "PREFERRED",
    };

    /// <summary>Reads the settings.</summary>
    /// <exception cref="TargetException">Something is wrong with them; a line for each finding.</exception>
    internal static MySqlAddress From(DialectSettings settings)
    {
        var findings = new List<string>();
        var builder = new MySqlConnectionStringBuilder();
        if (Given(settings, Connection) is { } connection)
            ReadConnection(settings, connection, builder, findings);
        else
            ReadParts(settings, builder);
        if (Given(settings, MySqlConnectionOptions.Password) is { } plain)
            builder.Password = plain;
        var password = LoginPassword.From(
            settings, new(builder.Server, (int)builder.Port, builder.UserID, builder.Password), findings);
        if (password is null && string.IsNullOrEmpty(builder.Password))
            builder.Password = Environment.GetEnvironmentVariable("MYSQL_PWD") ?? "";
        if (findings.Count == 0 && string.IsNullOrEmpty(builder.Server))
            findings.Add("target names no server: give connection, or host, user and database.");
        if (findings.Count == 0 && string.IsNullOrEmpty(builder.Database))
            findings.Add("target names no database: give database, or write it at the end of the URL in connection.");
        ReadSsl(settings, builder);
        SetOurs(settings, builder);
        return findings.Count == 0 ? new(builder, password) : throw new TargetException(string.Join(Environment.NewLine, findings));
    }

    private static void ReadConnection(
        DialectSettings settings, string connection, MySqlConnectionStringBuilder builder, List<string> findings)
    {
        // Nothing of the text is repeated: a password that is not encoded could be anywhere in it.
        try
        {
            if (connection.Contains("://", StringComparison.Ordinal))
                ReadUrl(connection, builder, findings);
            else
                builder.ConnectionString = connection;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            findings.Add(
                "target.connection is neither a URL (mysql://user:password@host:3306/database) nor "
                + "Server=…;User ID=…;Password=…;Database=… . In a URL write @ as %40, # as %23, / as %2F, ? as %3F and % as %25.");
        }

        foreach (var part in new[] { Host, User, Database }.Where(part => Given(settings, part) is not null))
            findings.Add($"target.{part} is given besides target.connection: give one or the other.");
    }

    private static void ReadUrl(string text, MySqlConnectionStringBuilder builder, List<string> findings)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("mysql" or "mariadb") || url.Query.Length > 0)
        {
            findings.Add(
                "target.connection must be mysql://user:password@host:3306/database, without parameters behind it. In user and password "
                + "write @ as %40, # as %23, / as %2F, ? as %3F and % as %25.");
            return;
        }

        var user = url.UserInfo.Split(':', 2);
        builder.Server = url.Host;
        builder.Port = url.IsDefaultPort || url.Port <= 0 ? 3306 : (uint)url.Port;
        builder.UserID = Uri.UnescapeDataString(user[0]);
        builder.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "";
        builder.Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
    }

    private static void ReadParts(DialectSettings settings, MySqlConnectionStringBuilder builder)
    {
        builder.Server = Given(settings, Host) ?? "";
        builder.UserID = Given(settings, User) ?? "";
        builder.Database = Given(settings, Database) ?? "";
        builder.Port = (uint)(settings.Integer(Port) ?? 3306);
    }

    // Passwords and records do not go over a network to an unverified server unless someone says so.
    private static void ReadSsl(DialectSettings settings, MySqlConnectionStringBuilder builder)
    {
        if (Given(settings, RootCertificate) is { } certificate)
            builder.SslCa = certificate;
        builder.SslMode = Given(settings, Ssl) switch
        {
            "verify-full" => MySqlSslMode.VerifyFull,
            "verify-ca" => MySqlSslMode.VerifyCA,
            "require" => MySqlSslMode.Required,
            "prefer" => MySqlSslMode.Preferred,
            "off" => MySqlSslMode.Disabled,
            _ when IsSocket(builder.Server) => MySqlSslMode.Disabled,
            _ when !string.IsNullOrEmpty(builder.SslCa) => MySqlSslMode.VerifyFull,
            _ => IsThisMachine(builder.Server) ? MySqlSslMode.Preferred : MySqlSslMode.VerifyFull,
        };
    }

    private static void SetOurs(DialectSettings settings, MySqlConnectionStringBuilder builder)
    {
        if (IsSocket(builder.Server))
            builder.ConnectionProtocol = MySqlConnectionProtocol.UnixSocket;
        var limit = settings.Duration(ConnectTimeout)?.TotalSeconds ?? DefaultTimeout;
        builder.ConnectionTimeout = (uint)Math.Ceiling(limit);
        builder.ApplicationName = "dataflux";
        builder.DefaultCommandTimeout = 0;       // a merge takes as long as it takes
        builder.UseAffectedRows = true;          // rows that changed, not rows that were found
        builder.AllowUserVariables = true;       // bytes are loaded by way of one
        builder.AllowLoadLocalInfile = true;     // the batches themselves; never a file
        builder.ConnectionReset = true;          // what an earlier session of the pool left is not the next one's
        builder.IgnoreCommandTransaction = true; // a connection has one at a time
        builder.AutoEnlist = false;
        builder.Keepalive = 30;
        builder.GuidFormat = MySqlGuidFormat.None;
        builder.TreatTinyAsBoolean = true;
        builder.MaximumPoolSize = 66;
    }

    private static bool IsSocket(string host) => host.StartsWith('/');

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // An option that is given as an empty text, such as ${DB_HOST:-}, is not given.
    private static string? Given(DialectSettings settings, string name) =>
        settings.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}

using System.Globalization;
using Dataflux.Dialects.Logins;
using Dataflux.Dialects.PostgreSql.Embedded;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Npgsql;
using static Dataflux.Dialects.PostgreSql.Connecting.PostgreSqlConnectionOptions;

namespace Dataflux.Dialects.PostgreSql.Connecting;

/// <summary>Where a PostgreSQL target is and how to log in, read from its settings; nothing is connected yet.</summary>
public sealed class PostgreSqlConnection
{
    // A network that is gone without a word is noticed after the server's own limit plus this.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(15);

    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly LoginPassword? _password;

    private PostgreSqlConnection(NpgsqlConnectionStringBuilder settings, string? embeddedFolder, LoginPassword? password) =>
        (_settings, EmbeddedFolder, _password) = (settings, embeddedFolder, password);

    /// <summary>The folder of the private server; <see langword="null"/> when a database is configured.</summary>
    public string? EmbeddedFolder { get; }

    /// <summary>Whether no database is configured, so that a private server is run.</summary>
    public bool IsEmbedded => EmbeddedFolder is not null;

    /// <summary>The database for people, such as <c>postgresql://user@host:5432/database</c>; never a secret.</summary>
    public string Location
    {
        get
        {
            if (IsEmbedded)
                return $"embedded PostgreSQL in {EmbeddedFolder}";
            var user = _settings.Username is { Length: > 0 } name ? Uri.EscapeDataString(name) + "@" : string.Empty;
            var database = _settings.Database is { Length: > 0 } given ? "/" + Uri.EscapeDataString(given) : string.Empty;
            var host = _settings.Host!;
            if (PostgreSqlConnectionSsl.IsSocket(host))
                return $"postgresql://{user}{database}?host={host}&port={_settings.Port}";
            if (host.Contains(','))
                return $"postgresql://{user}{host}{database}";
            return $"postgresql://{user}{(host.Contains(':') ? $"[{host}]" : host)}:{_settings.Port}{database}";
        }
    }

    /// <summary>Reads the settings.</summary>
    /// <param name="settings">The settings of the target.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="TargetException">Something is wrong with them; a line for each finding, see <see cref="Check"/>.</exception>
    public static PostgreSqlConnection From(DialectSettings settings)
    {
        var (connection, findings) = Read(settings);
        return connection ?? throw new TargetException(string.Join(Environment.NewLine, findings));
    }

    /// <summary>Says what is wrong with the settings, each finding with its key; empty when nothing is.</summary>
    public static IReadOnlyList<string> Check(DialectSettings settings) => Read(settings).Findings;

    /// <summary>Opens the database; starts the private server when none is configured.</summary>
    /// <param name="sessions">How many sessions will be used at the same time; the pool is made for them and two more.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The source of connections, to be disposed by the caller.</returns>
    /// <exception cref="TargetException">The private server does not start, or the root certificate is not there.</exception>
    public async Task<PostgreSqlConnectionPool> OpenAsync(int sessions, CancellationToken cancellation)
    {
        if (_settings.RootCertificate is { Length: > 0 } certificate && !File.Exists(certificate))
            throw new TargetException($"target.rootCertificate: the file '{certificate}' is not there.");

        var settings = SettingsFor(sessions);
        EmbeddedServer? server = null;
        if (EmbeddedFolder is not null)
        {
            server = await EmbeddedServer.StartAsync(EmbeddedFolder, cancellation);
            var endpoint = new NpgsqlConnectionStringBuilder(server.ConnectionString);
            (settings.Host, settings.Port, settings.Database) = (endpoint.Host, endpoint.Port, endpoint.Database);
            (settings.Username, settings.Password) = (endpoint.Username, endpoint.Password);
            (settings.SslMode, settings.GssEncryptionMode) = (endpoint.SslMode, endpoint.GssEncryptionMode);
        }

        try
        {
            var logins = new PostgreSqlLogins();
            var source = SettingsAfterLogin.SourceOf(settings, _password, logins);
            return new PostgreSqlConnectionPool(source, server, Location) { Settings = settings, Logins = logins, Password = _password };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            // its messages name keywords only
            throw new TargetException($"target: Npgsql does not take these settings together: {e.Message}", e);
        }
    }

    /// <summary>Makes the database reachable by psql; starts the private server when none is configured.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>How to run psql, to be disposed by the caller.</returns>
    /// <exception cref="TargetException">The private server does not start.</exception>
    public async Task<ShellSession> OpenForPsqlAsync(CancellationToken cancellation)
    {
        if (EmbeddedFolder is not null)
        {
            var server = await EmbeddedServer.StartAsync(EmbeddedFolder, cancellation);
            var program = Path.Combine(server.BinFolder, "psql");
            return new ShellSession(program, server.PsqlArguments, server.PsqlEnvironment) { Owner = server };
        }

        var variables = new Dictionary<string, string>();
        Add("PGHOST", _settings.Host);
        Add("PGPORT", _settings.Port.ToString(CultureInfo.InvariantCulture));
        Add("PGUSER", _settings.Username);
        Add("PGPASSWORD", _password is null ? _settings.Password : await _password.AskAsync(cancellation));
        Add("PGDATABASE", _settings.Database);
        Add("PGSSLMODE", PostgreSqlConnectionSsl.LibpqName(_settings.SslMode));
        Add("PGSSLROOTCERT", _settings.RootCertificate);
        return new ShellSession("psql", [], variables);

        void Add(string name, string? value)
        {
            if (value is { Length: > 0 })
                variables[name] = value;
        }
    }

    /// <summary>Npgsql's settings, with the password.</summary>
    internal NpgsqlConnectionStringBuilder SettingsFor(int sessions) =>
        new(_settings.ConnectionString) { MaxPoolSize = sessions + 2, MinPoolSize = 0 };

    private static (PostgreSqlConnection? Connection, IReadOnlyList<string> Findings) Read(DialectSettings settings)
    {
        var findings = new List<string>();
        var builder = new NpgsqlConnectionStringBuilder();
        var connection = Given(settings, Connection);
        var host = Given(settings, Host);
        string? embedded = null;
        if (connection is not null)
            ReadConnection(settings, connection, builder, findings);
        else if (host is not null)
            ReadParts(settings, host, builder, findings);
        else
            embedded = EmbeddedIn(settings, findings);

        var password = LoginPassword.From(settings, new(builder.Host, builder.Port, builder.Username, builder.Password), findings);
        if (embedded is null)
            ReadSsl(settings, builder, findings);
        ReadTimeouts(settings, builder, findings);
        PostgreSqlConnectionDefaults.Set(builder);
        return findings.Count == 0
            ? (new PostgreSqlConnection(builder, embedded, embedded is null ? password : null), findings)
            : (null, findings);
    }

    private static void ReadConnection(
        DialectSettings settings, string connection, NpgsqlConnectionStringBuilder builder, List<string> findings)
    {
        var found = new List<string>();
        if (PostgreSqlConnectionUrl.IsUrl(connection))
            PostgreSqlConnectionUrl.Read(connection, builder, found);
        else
            PostgreSqlConnectionKeywords.Read(connection, builder, found);
        findings.AddRange(found.Select(finding => $"target.connection {finding}."));

        foreach (var part in new[] { Host, User, Database }.Where(part => Given(settings, part) is not null))
            findings.Add($"target.{part} is given besides target.connection: give one or the other.");
        if (settings.Integer(Port) is not null)
            findings.Add("target.port is given besides target.connection: give one or the other.");
        if (found.Count == 0 && string.IsNullOrEmpty(builder.Host))
            findings.Add("target.connection names no host.");
        if (Given(settings, Password) is { } password)
        {
            if (string.IsNullOrEmpty(builder.Password))
                builder.Password = password;
            else
                findings.Add("target.password is given besides a password in target.connection: give one or the other.");
        }
    }

    private static void ReadParts(DialectSettings settings, string host, NpgsqlConnectionStringBuilder builder, List<string> findings)
    {
        builder.Host = host;
        builder.Username = Given(settings, User);
        builder.Password = Given(settings, Password);
        builder.Database = Given(settings, Database);
        var port = settings.Integer(Port) ?? NpgsqlConnection.DefaultPort;
        if (port is > 0 and <= 65535)
            builder.Port = (int)port;
        else
            findings.Add($"target.port must be from 1 to 65535, found {port}.");
        if (PostgreSqlConnectionUrl.IsUrl(host) || host.Contains('='))
        {
            findings.Add(
                "target.host must be a name, an address or the folder of a socket. A URL or connection string belongs in "
                + "target.connection.");
        }
    }

    // An empty host or connection (${DB_HOST:-}) says "none"; leaving the key out while naming a user is more likely forgotten.
    private static string? EmbeddedIn(DialectSettings settings, List<string> findings)
    {
        if (!settings.Has(Host) && !settings.Has(Connection)
            && new[] { User, Password, LoginOptions.PasswordFile, LoginOptions.PasswordCommand, LoginOptions.Auth, Database }
                .FirstOrDefault(part => Given(settings, part) is not null) is { } named)
        {
            findings.Add(
                $"target.{named} is given, but target.host is not. Give the host, or leave out {named} to use the embedded PostgreSQL.");
        }

        return ServerFolder.Of(settings.StateFolder);
    }

    private static void ReadSsl(DialectSettings settings, NpgsqlConnectionStringBuilder builder, List<string> findings)
    {
        var inConnection = PostgreSqlConnectionDefaults.Says(builder, "SSL Mode");
        if (Given(settings, RootCertificate) is { } certificate)
            builder.RootCertificate = certificate;
        if (Given(settings, Ssl) is { } text)
        {
            if (inConnection)
                findings.Add("target.ssl is given besides an SSL mode in target.connection: give one or the other.");
            if (PostgreSqlConnectionSsl.Parse(text) is { } mode)
                builder.SslMode = mode;
            else
                findings.Add($"target.ssl must be verify-full, verify-ca, require, prefer or off, found '{text}'.");
        }
        else if (!inConnection && !string.IsNullOrEmpty(builder.Host))
        {
            builder.SslMode = string.IsNullOrEmpty(builder.RootCertificate)
                ? PostgreSqlConnectionSsl.DefaultFor(builder.Host)
                : SslMode.VerifyFull;
        }

        if (!string.IsNullOrEmpty(builder.RootCertificate) && builder.SslMode is not (SslMode.VerifyFull or SslMode.VerifyCA))
        {
            findings.Add(
                "target.rootCertificate is only used with ssl: verify-full or verify-ca. Choose one of them, or leave the "
                + "certificate out.");
        }
    }

    private static void ReadTimeouts(DialectSettings settings, NpgsqlConnectionStringBuilder builder, List<string> findings)
    {
        if (settings.Duration(ConnectTimeout) is { } connect)
        {
            if (connect.TotalSeconds is >= 1 and <= 1024)
                builder.Timeout = (int)Math.Ceiling(connect.TotalSeconds);
            else
                findings.Add($"target.connectTimeout must be from 1s to 1024s, found {connect.TotalSeconds}s.");
        }
        else if (!PostgreSqlConnectionDefaults.Says(builder, "Timeout"))
        {
            builder.Timeout = (int)DefaultConnectTimeout.TotalSeconds;
        }

        if (!PostgreSqlConnectionDefaults.Says(builder, "Command Timeout"))
            builder.CommandTimeout = 0; // Npgsql's 30 seconds are for web pages
        if (settings.Duration(StatementTimeout) is not { } statement || statement == TimeSpan.Zero)
            return;
        if (statement < TimeSpan.FromMilliseconds(1) || statement > TimeSpan.FromDays(7))
        {
            findings.Add("target.statementTimeout must be from 1ms to 7 days (168h).");
            return;
        }

        builder.Options = $"{builder.Options} -c statement_timeout={(long)statement.TotalMilliseconds}".Trim();
        builder.CommandTimeout = (int)Math.Ceiling((statement + Grace).TotalSeconds);
    }

    // An option that is given as an empty text, such as ${DB_HOST:-}, is not given.
    private static string? Given(DialectSettings settings, string name) =>
        settings.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}

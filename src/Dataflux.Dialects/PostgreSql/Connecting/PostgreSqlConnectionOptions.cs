using Dataflux.Dialects.Logins;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.PostgreSql.Connecting;

/// <summary>The keys that say where a PostgreSQL target is.</summary>
internal static class PostgreSqlConnectionOptions
{
    public const string Connection = "connection";
    public const string Host = "host";
    public const string Port = "port";
    public const string User = "user";
    public const string Password = "password";
    public const string Database = "database";
    public const string Ssl = "ssl";
    public const string RootCertificate = "rootCertificate";
    public const string StatementTimeout = "statementTimeout";
    public const string ConnectTimeout = "connectTimeout";

    public static readonly IReadOnlyList<DialectOption> All =
    [
        new(
            Connection,
            OptionKind.Text,
            "Where the database is: a URL (postgresql://user:password@host:5432/database?sslmode=require) or Npgsql's form "
                + "(Host=…;Username=…;Password=…;Database=…). Instead of host, port, user and database. Without connection and host "
                + "dataflux runs a private PostgreSQL in the state folder.")
        {
            Secret = true,
            Example = "postgresql://app:secret@db.example.com:5432/shop",
        },
        new(Host, OptionKind.Text, "The server's name or address, or the folder of its socket (begins with /).")
        {
            Example = "db.example.com",
        },
        new(Port, OptionKind.Integer, "The server's port. Default: 5432.") { Example = "5432" },
        new(User, OptionKind.Text, "The user to log in as. Default: PGUSER, else the name of the operating system's user.")
        {
            Example = "app",
        },
        new(Password, OptionKind.Text, "The user's password; best given as ${DB_PASSWORD}. Default: PGPASSWORD, else ~/.pgpass.")
        {
            Secret = true,
            Example = "secret",
        },
        .. LoginOptions.All(port: 5432),
        new(Database, OptionKind.Text, "The database. Default: the user's name.") { Example = "shop" },
        new(
            Ssl,
            OptionKind.Text,
            "Encryption: verify-full (the certificate must be valid and name the host), verify-ca (must be valid), require (encrypted, "
                + "certificate not checked; true means the same), prefer (encrypted if the server can), off (or false). Default: "
                + "verify-full; prefer for this machine; off for sockets.")
        {
            Choices = ["verify-full", "verify-ca", "require", "prefer", "off", "true", "false"],
            Example = "verify-full",
        },
        new(
            RootCertificate,
            OptionKind.Path,
            "The file (PEM) with the certificate of the authority that signed the server's. Default: the operating system's authorities.")
        {
            MustExist = true,
            Example = "certificates/rds-global-bundle.pem",
        },
        new(
            StatementTimeout,
            OptionKind.Duration,
            "How long one statement may take on the server before it is cancelled and tried again. Default: no limit.")
        {
            Example = "10m",
        },
        new(ConnectTimeout, OptionKind.Duration, "How long connecting may take before it is tried again. Default: 15s.") { Example = "5s" },
    ];
}

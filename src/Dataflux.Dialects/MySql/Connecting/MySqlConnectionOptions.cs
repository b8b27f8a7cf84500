using Dataflux.Dialects.Logins;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.MySql.Connecting;

/// <summary>The keys that say where a MySQL target is.</summary>
internal static class MySqlConnectionOptions
{
    internal const string Connection = "connection";
    internal const string Host = "host";
    internal const string Port = "port";
    internal const string User = "user";
    internal const string Password = "password";
    internal const string Database = "database";
    internal const string Ssl = "ssl";
    internal const string RootCertificate = "rootCertificate";
    internal const string ConnectTimeout = "connectTimeout";

    internal static readonly IReadOnlyList<DialectOption> All =
    [
        new(
            Connection,
            OptionKind.Text,
            "Where the database is: a URL (mysql://user:password@host:3306/database) or MySqlConnector's form "
                + "(Server=…;User ID=…;Password=…;Database=…). Instead of host, port, user and database.")
        {
            Secret = true,
            Example = "mysql://app:secret@db.example.com:3306/shop",
        },
        new(Host, OptionKind.Text, "The server's name or address, or the path of its socket (begins with /).")
        {
            Example = "db.example.com",
        },
        new(Port, OptionKind.Integer, "The server's port. Default: 3306.") { Example = "3306" },
        new(User, OptionKind.Text, "The user to log in as.") { Example = "app" },
        new(Password, OptionKind.Text, "The user's password; best given as ${DB_PASSWORD}. Default: MYSQL_PWD.")
        {
            Secret = true,
            Example = "secret",
        },
        .. LoginOptions.All(port: 3306),
        new(Database, OptionKind.Text, "The database; it must exist.") { Example = "shop" },
        new(
            Ssl,
            OptionKind.Text,
            "Encryption: verify-full (the certificate must be valid and name the host), verify-ca (must be valid), require (encrypted, "
                + "certificate not checked), prefer (encrypted if the server can), off. Default: verify-full; prefer for this machine; off "
                + "for sockets.")
        {
            Choices = ["verify-full", "verify-ca", "require", "prefer", "off"],
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
        new(ConnectTimeout, OptionKind.Duration, "How long connecting may take before it is tried again. Default: 15s.") { Example = "5s" },
    ];
}

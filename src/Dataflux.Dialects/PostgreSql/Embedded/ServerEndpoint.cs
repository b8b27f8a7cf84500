using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>Where an embedded server listens.</summary>
/// <param name="Host">The folder of its socket, or the loopback address.</param>
/// <param name="Port">Its port; also part of the socket's name.</param>
/// <param name="Password">Its password; <see langword="null"/> on a socket.</param>
internal sealed partial record ServerEndpoint(string Host, int Port, string? Password)
{
    /// <summary>A database that is always there.</summary>
    public const string MaintenanceDatabase = "template1";

    // sun_path holds 104 bytes on macOS and 108 on Linux, with the final zero.
    private const int LongestSocketPath = 103;

    /// <summary>Where a running server says that it listens.</summary>
    public static ServerEndpoint Of(PostmasterFile postmaster, ClusterRecord cluster) =>
        cluster.Tcp
            ? new ServerEndpoint("127.0.0.1", postmaster.Port, File.ReadAllText(cluster.PasswordFile).Trim())
            : new ServerEndpoint(postmaster.SocketFolder, postmaster.Port, Password: null);

    /// <summary>
    /// Whether a socket fits in the folder: the system limits its path, and commas and quotes have a meaning in the host of a connection.
    /// </summary>
    public static bool Fits(string folder) =>
        SafePath().IsMatch(folder) && Path.Combine(folder, ".s.PGSQL.5432").Length <= LongestSocketPath;

    /// <summary>A connection string for Npgsql.</summary>
    /// <param name="database">The database.</param>
    public NpgsqlConnectionStringBuilder Connection(string database) => new()
    {
        Host = Host,
        Port = Port,
        Username = EmbeddedServer.User,
        Password = Password,
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    /// <summary>Arguments that make psql connect.</summary>
    public IReadOnlyList<string> PsqlArguments =>
        ["--host", Host, "--port", Port.ToString(
            CultureInfo.InvariantCulture), "--username", EmbeddedServer.User, "--dbname", EmbeddedServer.Database];

    /// <summary>Environment variables that psql needs besides.</summary>
    public IReadOnlyDictionary<string, string> PsqlEnvironment =>
        Password is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["PGPASSWORD"] = Password };

    // ASCII only, so that characters are bytes.
    [GeneratedRegex(@"\A/[A-Za-z0-9/._+@=-]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SafePath();
}

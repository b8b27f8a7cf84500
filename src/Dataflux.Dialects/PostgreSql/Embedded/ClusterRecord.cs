using System.Globalization;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>
/// The file <c>cluster</c> in the folder of an embedded server: where its data is, who runs it, and whether it was made to the end.
/// A cluster that is not <see cref="Ready"/> was interrupted while it was made, holds nothing of the user's and is made again.
/// </summary>
/// <param name="Home">
/// The folder that holds <c>data</c>: the server's own folder, or one elsewhere that the server's user can reach.
/// </param>
/// <param name="User">The operating system's user that the data belongs to.</param>
/// <param name="Major">The major version of PostgreSQL that made it.</param>
/// <param name="Tcp">It listens on the loopback address, with a password, instead of on a socket.</param>
/// <param name="Ready">It is complete and on the disk.</param>
internal sealed record ClusterRecord(string Home, string User, int Major, bool Tcp, bool Ready)
{
    /// <summary>The cluster (PGDATA).</summary>
    public string Data => Path.Combine(Home, "data");

    /// <summary>The server's log.</summary>
    public string Log => Path.Combine(Data, "server.log");

    /// <summary>The generated password of a server that listens on the loopback address.</summary>
    public string PasswordFile => Path.Combine(Home, "password");

    /// <summary>Whether a folder is that of an embedded server.</summary>
    public static bool IsIn(string folder) => File.Exists(PathIn(folder));

    public static ClusterRecord? Read(string folder)
    {
        var path = PathIn(folder);
        if (!IsIn(folder))
            return null;
        var values = File.ReadLines(path).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return values.TryGetValue("home", out var home) && values.TryGetValue("user", out var user)
            && values.TryGetValue("major", out var text)
            && int.TryParse(text, CultureInfo.InvariantCulture, out var major)
            ? new ClusterRecord(
                Path.GetFullPath(home, folder),
                user,
                major,
                values.GetValueOrDefault("listen") == "tcp",
                values.GetValueOrDefault("state") == "ready")
            : throw new TargetException(
                $"'{path}' says where the embedded database is, and cannot be read. Restore it, or delete the folder {folder} to begin "
                + "with an empty database.");
    }

    /// <summary>Writes the record; a home inside the folder is written relative to it, so that the folder can be moved.</summary>
    public void Write(string folder) =>
        PrivateFile.Replace(
            PathIn(folder),
            $"""
            home={(Home == folder ? "." : Home)}
            user={User}
            major={Major}
            listen={(Tcp ? "tcp" : "socket")}
            state={(Ready ? "ready" : "creating")}

            """);

    /// <summary>Deletes the cluster; what is left when that is interrupted is made again, since it is not <see cref="Ready"/>.</summary>
    /// <param name="folder">The folder of the server, which is stopped.</param>
    public void Delete(string folder)
    {
        (this with { Ready = false }).Write(folder);
        if (Directory.Exists(Data))
            Directory.Delete(Data, recursive: true);
        if (Home == folder)
            File.Delete(PasswordFile);
        else if (Directory.Exists(Home))
            Directory.Delete(Home, recursive: true);
        File.Delete(PathIn(folder));
    }

    private static string PathIn(string folder) => Path.Combine(folder, "cluster");
}

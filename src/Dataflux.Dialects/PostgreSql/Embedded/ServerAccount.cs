using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>
/// The operating system's user that the server runs as: this process's own, or an unprivileged one when this process is root.
/// </summary>
internal sealed class ServerAccount
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    private readonly IReadOnlyList<string> _launcher;

    private ServerAccount(string name, string? owner, IReadOnlyList<string> launcher)
    {
        Name = name;
        Owner = owner;
        _launcher = launcher;
    }

    /// <summary>The user's name.</summary>
    public string Name { get; }

    /// <summary><c>uid:gid</c> to hand folders to; <see langword="null"/> when the server runs as this process's own user.</summary>
    public string? Owner { get; }

    /// <summary>Finds the user.</summary>
    /// <param name="recorded">The user that an existing cluster belongs to.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The user.</returns>
    /// <exception cref="TargetException">This process is root and cannot become anyone else.</exception>
    public static async Task<ServerAccount> FindAsync(string? recorded, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return new ServerAccount(Environment.UserName, owner: null, []);

        foreach (var name in recorded is null ? Preferred : [recorded])
        {
            var (found, uid) = await ServerProgram.RunAsync(["id", "-u", name], folder: null, cancellation);
            var (_, gid) = await ServerProgram.RunAsync(["id", "-g", name], folder: null, cancellation);
            if (found != 0)
                continue;
            (uid, gid) = (uid.Trim(), gid.Trim());
            foreach (var launcher in Launchers(name, uid, gid))
            {
                // "/" because the working folder of root may be closed to the other user.
                var (_, who) = await ServerProgram.RunAsync([.. launcher, "id", "-u"], "/", cancellation);
                if (who.Trim() == uid)
                    return new ServerAccount(name, $"{uid}:{gid}", launcher);
            }
        }

        throw new TargetException(
            $"PostgreSQL refuses to run as root, and the embedded server could not be started as user "
            + $"{(recorded is null ? string.Join(" or ", Preferred) : recorded)} (tried setpriv, runuser and su). "
            + "Run dataflux as an ordinary user, create the user, or give target.connection.");
    }

    /// <summary>The ways to run a program as another user; setpriv first, because it opens no login session.</summary>
    internal static IReadOnlyList<IReadOnlyList<string>> Launchers(string name, string uid, string gid) =>
    [
        ["setpriv", "--reuid", uid, "--regid", gid, "--clear-groups", "--"],
        ["runuser", "-u", name, "--"],
        ["su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", name],
    ];

    /// <summary>Runs a program as this user.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> command, string? folder, CancellationToken cancellation, bool startsServer = false) =>
        ServerProgram.RunAsync([.. _launcher, .. command], folder ?? (Owner is null ? null : "/"), cancellation, startsServer);

    /// <summary>Makes a folder that only this user (and root) may enter.</summary>
    /// <returns>Whether the user can reach it; the folders above may be closed to it.</returns>
    public async Task<bool> MakeFolderAsync(string path, CancellationToken cancellation)
    {
        PrivateFolder.Make(path);
        return await HandOverAsync(path, cancellation);
    }

    /// <summary>Gives a file or folder to this user.</summary>
    /// <returns>Whether the user can reach it.</returns>
    public async Task<bool> HandOverAsync(string path, CancellationToken cancellation)
    {
        if (Owner is null)
            return true;
        var (exit, output) = await ServerProgram.RunAsync(["chown", "-h", Owner, path], folder: null, cancellation);
        if (exit != 0)
            throw new TargetException($"'{path}' could not be given to user {Name}, who runs the embedded PostgreSQL: {output.Trim()}");
        return (await RunAsync(["test", "-w", path], "/", cancellation)).ExitCode == 0;
    }
}

using System.Diagnostics;
using System.Globalization;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>
/// Who uses an embedded server: a file for each user in <c>users/</c>, locked by the operating system for as long as its process
/// lives and holding its PID and start time (for file systems without locks). The last user stops the server.
/// Joining, leaving and counting happen under <see cref="TakeTurnAsync"/>.
/// </summary>
internal sealed class ServerUsers : IDisposable
{
    // A name that no migration uses in its state folder: one that is called like the server's folder may have its state there.
    private const string LockName = "server.lock";

    private static readonly TimeSpan TurnLimit = TimeSpan.FromMinutes(5);

    private readonly string _folder;
    private readonly string _path;
    private readonly FileStream _file;

    private ServerUsers(string folder, string path, FileStream file) => (_folder, _path, _file) = (folder, path, file);

    /// <summary>Waits until no other process starts or stops the server of this folder.</summary>
    /// <returns>To be disposed at the end of the turn.</returns>
    public static async Task<IDisposable> TakeTurnAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, LockName);
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (TryLock(path, FileMode.OpenOrCreate) is { } turn)
                return turn;
            if (TimeProvider.System.GetElapsedTime(began) > TurnLimit)
            {
                throw new TargetException(
                    $"Another dataflux has been starting or stopping the embedded PostgreSQL in {folder} for {TurnLimit.TotalMinutes:0} "
                    + "minutes. Wait for it or end it, then run again.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }
    }

    /// <summary>Adds this process.</summary>
    public static ServerUsers Join(string folder)
    {
        var users = Path.Combine(folder, "users");
        PrivateFolder.Make(users);
        var path = Path.Combine(users, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        var file = TryLock(path, FileMode.CreateNew)
            ?? throw new TargetException($"'{path}' cannot be locked. Check the permissions of the folder, or give target.connection.");
        using var self = Process.GetCurrentProcess();
        file.Write(System.Text.Encoding.ASCII.GetBytes($"{self.Id} {StartOf(self)}\n"));
        file.Flush();
        return new ServerUsers(users, path, file);
    }

    /// <summary>Whether anyone else uses the server. Files of users that are no more are removed.</summary>
    public bool HasOthers()
    {
        var others = false;
        foreach (var path in Directory.EnumerateFiles(_folder).Where(path => path != _path))
        {
            if (IsLive(path))
                others = true;
            else
                File.Delete(path);
        }

        return others;
    }

    /// <summary>Removes this process.</summary>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    private static bool IsLive(string path)
    {
        using var file = TryLock(path, FileMode.Open);
        if (file is null)
            return true;
        using var reader = new StreamReader(file);
        var parts = (reader.ReadLine() ?? string.Empty).Split(' ');
        if (parts.Length != 2 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var pid)
            || !long.TryParse(parts[1], CultureInfo.InvariantCulture, out var start))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return Math.Abs(StartOf(process) - start) <= 2;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false; // no such process, or it has just ended
        }
    }

    private static long StartOf(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();

    private static FileStream? TryLock(string path, FileMode mode)
    {
        try
        {
            return PrivateFile.OpenAlone(path, mode);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}

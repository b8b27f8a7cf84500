using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Dataflux.Engine.State;

/// <summary>
/// One writer per migration. The lock is the operating system's, on an open file, so it ends with the process however that
/// ends; the PID file beside it only tells people who holds it.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    // A clock that was set, or a process that wrote its PID a moment after it took the lock.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);
    private readonly FileStream _lock;
    private readonly string _pidPath;

    private RunLock(FileStream held, string pidPath)
    {
        _lock = held;
        _pidPath = pidPath;
    }

    /// <exception cref="StateException">Another process holds the lock.</exception>
    internal static RunLock Take(string folder, string name, TimeProvider time)
    {
        var pidPath = Path.Combine(folder, "dataflux.pid");
        FileStream held;
        try
        {
            held = PrivateFile.OpenAlone(Path.Combine(folder, "lock"));
        }
        catch (IOException e) when (e.HResult is LinuxWouldBlock or MacWouldBlock or SharingViolation)
        {
            throw new StateException($"migration '{name}' is already running{Holder(pidPath)}; wait for it or stop it", e);
        }

        try
        {
            var holder = new LockHolder(Environment.ProcessId, time.GetUtcNow());
            PrivateFile.Replace(pidPath, JsonSerializer.SerializeToUtf8Bytes(holder, JsonSerializerOptions.Web));
            return new RunLock(held, pidPath);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        File.Delete(_pidPath);
        _lock.Dispose();
    }

    private static string Holder(string pidPath)
    {
        try
        {
            var holder = JsonSerializer.Deserialize<LockHolder>(File.ReadAllBytes(pidPath), JsonSerializerOptions.Web)!;
            using var process = Process.GetProcessById(holder.Pid);

            // A number that was given to another process since names the wrong one.
            if (process.StartTime.ToUniversalTime() > holder.Since.UtcDateTime + Tolerance)
            {
                return " in another process";
            }

            return $": PID {holder.Pid} ({process.ProcessName}), since {holder.Since:yyyy-MM-dd HH:mm:ss}Z";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return " in another process";
        }
    }
}

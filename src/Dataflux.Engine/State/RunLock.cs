using Dataflux.Engine.Ground;

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
        FileStream held;
        try
        {
            held = PrivateFile.OpenAlone(Path.Combine(folder, "lock"));
        }
        catch (IOException e) when (e.HResult is LinuxWouldBlock or MacWouldBlock or SharingViolation)
        {
            throw new StateException(
                $"migration '{name}' is already running{Holder(folder)}; wait for it or stop it: dataflux stop {name}", e);
        }

        try
        {
            new LockHolder(Environment.ProcessId, time.GetUtcNow(), ProcessIdentity.Of(Environment.ProcessId)).WriteTo(folder);
            return new RunLock(held, LockHolder.PathIn(folder));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    // The PID file goes first: whoever takes the lock next writes a new one.
    public void Dispose()
    {
        File.Delete(_pidPath);
        _lock.Dispose();
    }

    private static string Holder(string folder) => LockHolder.Read(folder) is { } holder && holder.IsRunning()
        ? $": PID {holder.Pid}, since {holder.Since:yyyy-MM-dd HH:mm:ss}Z"
        : " in another process";
}

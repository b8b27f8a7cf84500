using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Engine.State;

/// <summary>Who runs a migration; the content of <c>dataflux.pid</c>, which is there while a run is under way and after a crash.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Since">When it began to hold the lock, UTC.</param>
/// <param name="Process">What only this process has, see <see cref="ProcessIdentity"/>: another one may get its PID later.</param>
public sealed record LockHolder(int Pid, DateTimeOffset Since, string? Process = null)
{
    private const string FileName = "dataflux.pid";

    /// <summary>Whether the process is alive, and not another one with its PID.</summary>
    public bool IsRunning() => ProcessIdentity.Of(Pid) is { } found && (Process is null || Process == found);

    /// <summary>Who holds a state folder, or held it when it crashed; <see langword="null"/> after a clean end.</summary>
    /// <param name="stateFolder">The migration's state folder.</param>
    public static LockHolder? Read(string stateFolder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(stateFolder)), LockHolderJson.Default.LockHolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal static string PathIn(string stateFolder) => Path.Combine(stateFolder, FileName);

    internal void WriteTo(string stateFolder) =>
        PrivateFile.Replace(PathIn(stateFolder), JsonSerializer.SerializeToUtf8Bytes(this, LockHolderJson.Default.LockHolder));
}

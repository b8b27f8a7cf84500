using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Dataflux.Engine.State;

namespace Dataflux.Scripting.Caching;

/// <summary>
/// The folder of compiled scripts. What lies in it is executed, so it is used only when nobody but this user can have put it there.
/// </summary>
internal static partial class CacheFolder
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Makes the folder, for this user alone; one that is there stays as it is.</summary>
    internal static void Make(string folder) => StateFolder.MakePrivate(folder);

    /// <summary>Whether the folder is this user's and nobody else may write in it.</summary>
    internal static bool IsOwn(string folder)
    {
        if (OperatingSystem.IsWindows())
            return true;
        return (File.GetUnixFileMode(folder) & OthersWrite) == UnixFileMode.None && IsOwner(folder);
    }

    [UnsupportedOSPlatform("windows")]
    private static bool IsOwner(string folder)
    {
        if (OperatingSystem.IsLinux())
        {
            var status = new byte[Statx.Size];
            return Statx.Get(Statx.WorkingDirectory, folder, flags: 0, Statx.Basic, status) == 0
                && BitConverter.ToUInt32(status, Statx.UserOffset) == Statx.User();
        }

        // Elsewhere only the owner may set a folder's mode, to the one it has.
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder));
        return true;
    }

    /// <summary>statx(2), whose result has one form on every processor.</summary>
    private static partial class Statx
    {
        internal const int WorkingDirectory = -100;
        internal const uint Basic = 0x7ff;
        internal const int Size = 256;
        internal const int UserOffset = 20;

        [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static partial int Get(int folder, string path, int flags, uint mask, [Out] byte[] status);

        [LibraryImport("libc", EntryPoint = "geteuid")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static partial uint User();
    }
}

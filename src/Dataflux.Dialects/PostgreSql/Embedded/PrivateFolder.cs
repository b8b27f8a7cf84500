using Dataflux.Engine.State;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>Folders that other users cannot read.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a folder, and those above it, where they are not there yet.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="passable">Others may pass through to what lies below and is theirs, without seeing what there is.</param>
    public static void Make(string path, bool passable = false)
    {
        StateFolder.MakeAbove(path);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, passable ? OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : OwnerOnly);
    }
}

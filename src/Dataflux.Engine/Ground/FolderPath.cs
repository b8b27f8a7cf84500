namespace Dataflux.Engine.Ground;

/// <summary>Paths and the folders they are in.</summary>
public static class FolderPath
{
    /// <summary>Whether an absolute path is inside a folder.</summary>
    /// <param name="path">The path; links in it are not followed, see <see cref="RealPath"/>.</param>
    /// <param name="folder">The folder, absolute.</param>
    public static bool IsInside(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

namespace Dataflux.Definitions.Ground;

/// <summary>Paths and the folders they are in.</summary>
internal static class FolderPath
{
    /// <summary>Whether an absolute path is inside a folder.</summary>
    internal static bool IsInside(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

using Dataflux.Definitions.Packs;
using Dataflux.Engine.Ground;

namespace Dataflux.Definitions;

/// <summary>Paths as people in the working directory would name them.</summary>
internal static class ShownPath
{
    /// <summary>
    /// The path relative to the working directory when it is inside it, else as it is; a file of a pack below the pack's own path.
    /// </summary>
    internal static string Of(string path, string workingDirectory) => PackFolder.Holding(path) is { } pack
        ? $"{Below(pack.Place, workingDirectory)}/{Path.GetRelativePath(pack.Root, path).Replace('\\', '/')}"
        : Below(path, workingDirectory);

    private static string Below(string path, string workingDirectory) =>
        FolderPath.IsInside(path, workingDirectory) ? Path.GetRelativePath(workingDirectory, path) : path;
}

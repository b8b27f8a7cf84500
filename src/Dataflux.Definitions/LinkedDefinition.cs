using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Definitions;

/// <summary>
/// The one place of a definition, by whatever links it is named: state and <c>dataflux.yaml</c> are looked for from there.
/// </summary>
internal static class LinkedDefinition
{
    /// <summary>The definition's place.</summary>
    /// <param name="path">The file as it was named, absolute.</param>
    /// <returns>
    /// The path without links; with its last one where a link is how the file is kept, as in configuration that is mounted.
    /// </returns>
    /// <exception cref="UsageException">The link and the file belong to two projects.</exception>
    internal static string Resolve(string path)
    {
        var folder = RealPath.Of(Path.GetDirectoryName(path)!);
        var named = Path.Combine(folder, Path.GetFileName(path));
        var real = RealPath.Of(named);
        if (real == named || IsMounted(real, folder))
            return named;

        var here = ProjectFile.Find(folder).Path;
        var there = ProjectFile.Find(Path.GetDirectoryName(real)!).Path;
        return here is null || here == there
            ? real
            : throw new UsageException($"'{path}' is a link to {real}, which belongs to another project: {here}, where the link is, does "
                + $"not count for it; name the definition by its own path, {real}");
    }

    // Kubernetes keeps the files in '..2024_01_15', behind links that change with every version: the folder of the links stays.
    private static bool IsMounted(string real, string folder) =>
        FolderPath.IsInside(real, folder) && Path.GetRelativePath(folder, real).StartsWith("..", StringComparison.Ordinal);
}

namespace Dataflux.Cli.Definitions;

/// <summary>Paths as people in the working directory would name them.</summary>
internal static class ShownPath
{
    /// <summary>The path relative to the working directory when it is inside it, else as it is.</summary>
    internal static string Of(string path, string workingDirectory) =>
        IsInside(path, workingDirectory) ? Path.GetRelativePath(workingDirectory, path) : path;

    /// <summary>Whether an absolute path is inside a folder.</summary>
    internal static bool IsInside(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

namespace Dataflux.Engine.Ground;

/// <summary>Where a path leads once every link in it is followed: the folders' too.</summary>
public static class RealPath
{
    // As many as Linux follows before it says that links lead in a circle.
    private const int MostLinks = 40;

    /// <summary>The path without links; what is not there, or leads in a circle, stays as it is named.</summary>
    /// <param name="path">An absolute path.</param>
    /// <returns>The path, absolute.</returns>
    public static string Of(string path)
    {
        var links = 0;
        return Follow(Path.GetFullPath(path), ref links);
    }

    private static string Follow(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } folder)
            return path;

        var named = Path.Combine(Follow(folder, ref links), Path.GetFileName(path));
        if (links >= MostLinks || Target(named) is not { } target)
            return named;

        links++;
        return Follow(Path.GetFullPath(target, Path.GetDirectoryName(named)!), ref links);
    }

    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

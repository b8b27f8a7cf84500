namespace Dataflux.Definitions;

/// <summary>The <c>~</c> at the beginning of a path, which a shell expands on a command line and nobody in a file.</summary>
internal static class HomePath
{
    /// <summary>The path with the user's home folder in place of <c>~</c>.</summary>
    /// <param name="path">A path as somebody wrote it.</param>
    /// <returns>The path; <see langword="null"/> when it names another user's home (<c>~anna/export</c>), or this user has none.</returns>
    internal static string? Expand(string path)
    {
        if (!path.StartsWith('~'))
            return path;

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (home.Length == 0 || (path.Length > 1 && path[1] is not ('/' or '\\')))
            return null;

        return path.Length <= 2 ? home : Path.Combine(home, path[2..]);
    }
}

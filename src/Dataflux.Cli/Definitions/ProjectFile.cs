namespace Dataflux.Cli.Definitions;

/// <summary>The optional <c>dataflux.yaml</c>, which holds what all definitions of a project share.</summary>
/// <param name="Folder">The project's folder: the file's, or the working directory without a file.</param>
/// <param name="Path">The file, absolute; <see langword="null"/> when there is none.</param>
internal sealed record ProjectFile(string Folder, string? Path)
{
    internal const string FileName = "dataflux.yaml";

    /// <summary>Looks in the working directory and upward, no further than the repository's root.</summary>
    internal static ProjectFile Find(string workingDirectory)
    {
        for (var folder = new DirectoryInfo(workingDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, FileName);
            if (File.Exists(path))
                return new ProjectFile(folder.FullName, path);

            // A worktree's .git is a file.
            if (System.IO.Path.Exists(System.IO.Path.Combine(folder.FullName, ".git")))
                break;
        }

        return new ProjectFile(workingDirectory, null);
    }
}

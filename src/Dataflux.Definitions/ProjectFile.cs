namespace Dataflux.Definitions;

/// <summary>The optional <c>dataflux.yaml</c>, which holds what all definitions of a project share.</summary>
/// <param name="Folder">The project's folder: the file's, or without a file the definition's, see <see cref="Find"/>.</param>
/// <param name="Path">The file, absolute; <see langword="null"/> when there is none.</param>
internal sealed record ProjectFile(string Folder, string? Path)
{
    internal const string FileName = "dataflux.yaml";

    /// <summary>
    /// Looks in a folder and upward, no further than the repository's root. Without a file the project is the folder itself, or
    /// the one above it where definitions are kept in <c>migrations/</c>.
    /// </summary>
    /// <param name="start">The definition's folder, so that it does not matter where dataflux is started; absolute.</param>
    internal static ProjectFile Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, FileName);
            if (File.Exists(path))
                return new ProjectFile(folder.FullName, path);

            // A worktree's .git is a file.
            if (System.IO.Path.Exists(System.IO.Path.Combine(folder.FullName, ".git")))
                break;
        }

        var named = System.IO.Path.TrimEndingDirectorySeparator(start);
        return new ProjectFile(
            System.IO.Path.GetFileName(named) == DefinitionLookup.Migrations && System.IO.Path.GetDirectoryName(named) is { } above
                ? above
                : named,
            null);
    }

    /// <summary>The project of a definition: of its folder; of a pack's definition that of the pack.</summary>
    /// <param name="definition">The definition, absolute and without links.</param>
    internal static ProjectFile Of(string definition) =>
        Find(System.IO.Path.GetDirectoryName(Packs.PackFolder.Holding(definition)?.Place ?? definition)!);
}

using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Packs;

namespace Dataflux.Definitions;

/// <summary>
/// Finds definitions by the name people give: in the working directory, then in <c>migrations/</c>; with or without <c>.yaml</c>.
/// A pack is unpacked, and the definition in it found.
/// </summary>
/// <param name="workingDirectory">The working directory, absolute.</param>
internal sealed class DefinitionLookup(string workingDirectory)
{
    internal const string Migrations = "migrations";
    private static readonly string[] Endings = ["", ".yaml", ".yml"];

    /// <summary>The definition's file.</summary>
    /// <param name="name">What the user gave.</param>
    /// <returns>The path, absolute.</returns>
    /// <exception cref="UsageException">There is none; the message lists those there are.</exception>
    /// <exception cref="Engine.Ground.ProblemsException">It is a pack that is refused.</exception>
    internal string Find(string name)
    {
        foreach (var folder in new[] { workingDirectory, Path.Combine(workingDirectory, Migrations) })
        {
            foreach (var ending in Endings)
            {
                var path = Path.GetFullPath(name + ending, folder);
                if (File.Exists(path))
                    return Open(path);
            }
        }

        var all = List();
        throw new UsageException(all.Count == 0
            ? $"there is no definition '{name}' in {workingDirectory} or its folder '{Migrations}', nor any other definition; "
                + "give the path of one, or change into the project's folder"
            : $"there is no definition '{name}' in {workingDirectory} or its folder "
                + $"'{Migrations}'{DidYouMean(name, all)}{Environment.NewLine}There is:{Environment.NewLine}  "
                + $"{string.Join($"{Environment.NewLine}  ", all)}");
    }

    /// <summary>The definitions' files, each once. Tests files are passed over: a shell's <c>*.yaml</c> names them too.</summary>
    /// <inheritdoc cref="Find"/>
    internal List<string> FindAll(IEnumerable<string> names) =>
        [.. names.Where(name => !TestsFileName.Is(name)).Select(Find).Distinct(StringComparer.Ordinal)];

    /// <summary>The only definition there is, for commands that can do without a name.</summary>
    /// <exception cref="UsageException">There are none, or several.</exception>
    internal string FindOnly()
    {
        var all = List();
        return all.Count == 1
            ? Open(Path.GetFullPath(all[0], workingDirectory))
            : throw new UsageException(all.Count == 0
                ? $"there is no definition in {workingDirectory} or its folder '{Migrations}'; give the path of one"
                : $"there are several definitions; name one:{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", all)}");
    }

    /// <summary>The definitions in the two folders, relative to the working directory.</summary>
    internal IReadOnlyList<string> List()
    {
        var found = new List<string>();
        foreach (var folder in new[] { workingDirectory, Path.Combine(workingDirectory, Migrations) })
        {
            if (!Directory.Exists(folder))
                continue;

            found.AddRange(Directory.EnumerateFiles(folder)
                .Where(
                    path => Path.GetExtension(path) is ".yaml" or ".yml" && Path.GetFileName(path) != ProjectFile.FileName
                        && !TestsFileName.Is(path))
                .Select(path => Path.GetRelativePath(workingDirectory, path))
                .Order(StringComparer.Ordinal));
        }

        return found;
    }

    /// <summary>The definitions' files, of all there are in the two folders.</summary>
    internal List<string> FindAll() =>
        [.. List().Select(path => Open(Path.GetFullPath(path, workingDirectory))).Distinct(StringComparer.Ordinal)];

    private string Open(string path)
    {
        var real = LinkedDefinition.Resolve(path);
        return IsPack(real) ? OpenPack(real) : real;
    }

    private static bool IsPack(string path) => Path.GetExtension(path) == PackFile.Extension;

    private string OpenPack(string path) =>
        PackFolder.Open(path, ProjectFile.Of(path).Folder, ShownPath.Of(path, workingDirectory)).Definition;

    private static string DidYouMean(string name, IReadOnlyList<string> all)
    {
        var bare = Path.GetFileNameWithoutExtension(name);
        var nearest = Suggestion.Nearest(bare, all.Select(path => Path.GetFileNameWithoutExtension(path)));
        return nearest is null ? "" : $"; did you mean '{all.First(path => Path.GetFileNameWithoutExtension(path) == nearest)}'?";
    }
}

using Dataflux.Definitions;
using Dataflux.Definitions.Packs;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Packing;

/// <summary>The files that go into a pack, before anything is read from the export.</summary>
/// <param name="Folder">The folder of the project that the pack's root stands for; empty: the project's own.</param>
/// <param name="Files">The files' full paths by the names they get.</param>
internal sealed record PackParts(string Folder, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>A file's name in the pack.</summary>
    internal string NameOf(string path) => Files.First(file => file.Value == path).Key;

    /// <summary>Collects a definition, its script with everything it loads, and its tests.</summary>
    /// <param name="path">The definition's file, absolute.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="scripts">
    /// The script and everything it loads, absolute; a name of the framework's, which is no file, is passed over.
    /// </param>
    /// <param name="workingDirectory">The working directory, absolute.</param>
    /// <exception cref="ProblemsException">A file is outside the project, or has a name that not every system can have.</exception>
    internal static PackParts Of(string path, Definition definition, IEnumerable<string> scripts, string workingDirectory)
    {
        var files = scripts.Where(File.Exists).Prepend(path).Concat(TestsOf(path, definition)).Distinct(StringComparer.Ordinal).ToList();
        var inProject = FolderPath.IsInside(path, definition.ProjectFolder);
        var top = inProject ? definition.ProjectFolder : Path.GetDirectoryName(path)!;
        var problems = files
            .Where(file => !FolderPath.IsInside(file, top) || !PackName.IsSafe(Relative(top, file)))
            .Select(file => new Problem(ShownPath.Of(file, workingDirectory), 0, 0, ProblemCode.OutsidePack, FolderPath.IsInside(file, top)
                ? "has a name that not every system allows; rename it, and what loads it"
                : $"is outside {top}, so that nobody else would find it where the script looks; move it there"))
            .ToList();
        if (problems.Count > 0)
            throw new ProblemsException(problems);

        var names = files.ConvertAll(file => Relative(top, file));
        var common = PackName.CommonFolder(names);
        var cut = common.Length == 0 ? 0 : common.Length + 1;
        var byName = files.ToDictionary(file => Relative(top, file)[cut..], file => file, StringComparer.Ordinal);
        return new PackParts(inProject ? common : "", byName);
    }

    /// <summary>A name for a folder that no part is in.</summary>
    internal string FreeFolder(string name)
    {
        var free = name;
        for (var i = 2; Files.Keys.Any(known => known == free || known.StartsWith(free + "/", StringComparison.OrdinalIgnoreCase)); i++)
            free = $"{name}-{i}";

        return free;
    }

    // Tests are named after the definition, or after a profile that several definitions share.
    private static IEnumerable<string> TestsOf(string path, Definition definition) =>
        new[] { path, definition.ProfilePath }.Select(file => Path.ChangeExtension(file, ".tests.yaml")).Where(File.Exists);

    private static string Relative(string top, string file) => Path.GetRelativePath(top, file).Replace('\\', '/');
}

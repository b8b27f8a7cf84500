namespace Dataflux.Tests.Cli;

/// <summary>The repository that the tests were built in.</summary>
internal static class Repository
{
    internal static string Folder { get; } = Find();

    /// <summary>The files below folders of the repository, in order, without what builds and runs leave there.</summary>
    /// <param name="pattern">Their names, such as <c>*.cs</c>.</param>
    /// <param name="folders">The folders, from the repository's.</param>
    internal static IEnumerable<string> Files(string pattern, params string[] folders) =>
        from folder in folders
        let root = Path.Combine(Folder, folder)
        from path in Directory.GetFiles(root, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        where !Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj" or ".dataflux")
        select path;

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dataflux.Scripted.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in the repository");

        return folder.FullName;
    }
}

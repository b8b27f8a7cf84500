using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>
/// Which migrations have written to an embedded server: a file for each, by its name, in the server's folder. It is known without
/// starting the server, and moves with the project.
/// </summary>
internal static class ServerMigrations
{
    /// <summary>Notes one, once.</summary>
    /// <param name="folder">The server's folder.</param>
    /// <param name="migration">The migration's name.</param>
    public static void Note(string folder, string migration)
    {
        PrivateFolder.Make(In(folder));
        PrivateFile.OpenOrCreate(Path.Combine(In(folder), migration)).Dispose();
    }

    /// <summary>Their names, in order.</summary>
    /// <param name="folder">The server's folder.</param>
    public static IReadOnlyList<string> Of(string folder) => Directory.Exists(In(folder))
        ? [.. Directory.EnumerateFiles(In(folder)).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Forgets them.</summary>
    /// <param name="folder">The server's folder.</param>
    public static void Forget(string folder)
    {
        if (Directory.Exists(In(folder)))
            Directory.Delete(In(folder), recursive: true);
    }

    private static string In(string folder) => Path.Combine(folder, "migrations");
}

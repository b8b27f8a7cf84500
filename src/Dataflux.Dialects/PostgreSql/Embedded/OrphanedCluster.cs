using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>
/// An embedded database in a folder of the system (where root keeps those that the server's user could not reach in the project) whose
/// project is gone, or has made itself another one.
/// </summary>
/// <param name="Home">The database's folder.</param>
/// <param name="Project">The folder that it belonged to.</param>
public sealed record OrphanedCluster(string Home, string Project) : OrphanedDatabase(Home, Project)
{
    private const string ProjectFile = "project";
    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true };

    /// <summary>
    /// The orphans there are. Of databases of a dataflux that did not note the project nothing is known: they are left alone.
    /// </summary>
    public static IReadOnlyList<OrphanedCluster> Find() => Find(ClusterMaker.Elsewhere);

    /// <summary>The orphans below a folder.</summary>
    internal static IReadOnlyList<OrphanedCluster> Find(string root)
    {
        var orphans = new List<OrphanedCluster>();
        string[] homes = Directory.Exists(root) ? Directory.GetDirectories(root, "*", Readable) : [];
        foreach (var home in homes.Order(StringComparer.Ordinal))
        {
            if (ProjectOf(home) is { } project && !Owns(project, home))
                orphans.Add(new OrphanedCluster(home, project));
        }

        return orphans;
    }

    /// <inheritdoc/>
    public override void Remove()
    {
        try
        {
            var data = Path.Combine(Home, "data");
            if (PostmasterFile.Read(data) is { } server && server.IsAlive(data))
                throw new TargetException($"The server of {Home} still runs (PID {server.Pid}): end it first.");
            Directory.Delete(Home, recursive: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new TargetException($"The database in {Home} cannot be removed: {e.Message}", e);
        }
    }

    /// <summary>Notes which folder a database elsewhere belongs to.</summary>
    internal static void Note(string home, string project)
    {
        if (home != project && ProjectOf(home) != project)
            PrivateFile.Replace(Path.Combine(home, ProjectFile), project);
    }

    private static string? ProjectOf(string home)
    {
        try
        {
            return File.ReadAllText(Path.Combine(home, ProjectFile));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    // A record that cannot be read may mean this database: it is not for us to call it an orphan.
    private static bool Owns(string project, string home)
    {
        try
        {
            return ClusterRecord.Read(project)?.Home == home;
        }
        catch (Exception e) when (e is TargetException or UnauthorizedAccessException or IOException)
        {
            return true;
        }
    }
}

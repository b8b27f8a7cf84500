using Dataflux.Dialects.PostgreSql.Embedded;

namespace Dataflux.Tests.Dialects.PostgreSql;

public sealed class OrphanedClusterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-orphans-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_database_whose_project_is_gone_is_found_and_removed_and_no_other()
    {
        var kept = Home("kept", out var project);
        new ClusterRecord(kept, "postgres", 15, Tcp: false, Ready: true).Write(project);
        var gone = Home("gone", out var deleted);
        Directory.Delete(deleted, recursive: true);
        var replaced = Home("replaced", out var again);
        new ClusterRecord(kept, "postgres", 15, Tcp: false, Ready: true).Write(again);
        var unknown = Directory.CreateDirectory(Path.Combine(_folder, "homes", "unknown")).FullName;

        var orphans = OrphanedCluster.Find(Path.Combine(_folder, "homes"));
        foreach (var orphan in orphans)
            orphan.Remove();

        Assert.Equal([new OrphanedCluster(gone, deleted), new OrphanedCluster(replaced, again)], orphans);
        Assert.Equal([kept, unknown], Directory.GetDirectories(Path.Combine(_folder, "homes")).Order(StringComparer.Ordinal));
    }

    private string Home(string name, out string project)
    {
        project = Directory.CreateDirectory(Path.Combine(_folder, "projects", name)).FullName;
        var home = Directory.CreateDirectory(Path.Combine(_folder, "homes", name)).FullName;
        Directory.CreateDirectory(Path.Combine(home, "data"));
        OrphanedCluster.Note(home, project);
        return home;
    }
}

using Dataflux.Engine.Settings;

namespace Dataflux.Tests.Cli;

/// <summary>Notes whose database it was to remove.</summary>
internal sealed class NotedServer : IPrivateServer
{
    /// <summary>The migrations whose databases were removed.</summary>
    internal List<string> Removed { get; } = [];

    internal List<OrphanedDatabase> Orphans { get; } = [];

    /// <summary>Whether its programs were fetched; <see langword="null"/>: they do not have to be.</summary>
    internal bool? IsFetched { get; set; }

    public bool IsMeantBy(DialectSettings settings) => !settings.Has("host");

    public Task<ServerOffer?> OfferAsync(CancellationToken cancellation) => Task.FromResult(
        IsFetched is null ? null : new ServerOffer("Fetch a server?", _ => Task.FromResult(IsFetched = true)));

    public Task RemoveAsync(DialectSettings settings, CancellationToken cancellation)
    {
        Removed.Add(Path.GetFileName(settings.StateFolder));
        return Task.CompletedTask;
    }

    public IReadOnlyList<OrphanedDatabase> FindOrphans() => Orphans;

    /// <summary>A folder that is a database's.</summary>
    internal sealed record Orphan(string Home, string Project) : OrphanedDatabase(Home, Project)
    {
        public override void Remove() => Directory.Delete(Home);
    }
}

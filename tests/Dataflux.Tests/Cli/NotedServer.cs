using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Tests.Cli;

/// <summary>Notes whose database it was to remove.</summary>
internal sealed class NotedServer : IPrivateServer
{
    /// <summary>The migrations whose databases were removed.</summary>
    internal List<string> Removed { get; } = [];

    internal List<OrphanedDatabase> Orphans { get; } = [];

    /// <summary>The other migrations whose tables it has.</summary>
    internal List<string> Others { get; } = [];

    /// <summary>What a run says of it.</summary>
    internal string? Notice { get; set; }

    /// <summary>Its programs, for people; <see langword="null"/>: there are none.</summary>
    internal string? Programs { get; set; } = "a server of /usr/bin";

    /// <summary>Whether its programs were fetched; <see langword="null"/>: they do not have to be.</summary>
    internal bool? IsFetched { get; set; }

    public bool IsMeantBy(DialectSettings settings) => !settings.Has("host");

    public Task<ServerOffer?> OfferAsync(CancellationToken cancellation) => Task.FromResult(
        IsFetched is null ? null : new ServerOffer("Fetch a server?", _ => Task.FromResult(IsFetched = true)));

    public Task<string> DescribeAsync(DialectSettings? settings, CancellationToken cancellation) => Programs is { } programs
        ? Task.FromResult(programs)
        : throw new TargetException("no server programs are installed; install them");

    public string? NoticeOf(DialectSettings settings) => Notice;

    public IReadOnlyList<string> OthersIn(DialectSettings settings) => Others;

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

using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Embedded;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>The embedded servers of definitions without a database.</summary>
internal sealed class EmbeddedServers : IPrivateServer
{
    public bool IsMeantBy(DialectSettings settings) => PostgreSqlConnection.From(settings).IsEmbedded;

    public async Task<ServerOffer?> OfferAsync(CancellationToken cancellation) =>
        await ServerPrograms.MissingAsync(cancellation) is { } package ? new ServerOffer(package.Question, package.FetchAsync) : null;

    public Task<string> DescribeAsync(DialectSettings? settings, CancellationToken cancellation) =>
        settings is null
            ? EmbeddedServer.DescribeAsync(folder: null, cancellation)
            : DescribeAsync(settings, ServerFolder.HasOwn(settings.StateFolder), cancellation);

    public string? NoticeOf(DialectSettings settings) => ServerFolder.HasOwn(settings.StateFolder)
        ? $"This migration keeps its own PostgreSQL in {ServerFolder.Of(settings.StateFolder)}, which an earlier version made; the others "
            + $"of the project share the one in {ServerFolder.Shared(settings.StateFolder)}"
        : null;

    public IReadOnlyList<string> OthersIn(DialectSettings settings) =>
        [.. ServerMigrations.Of(PostgreSqlConnection.From(settings).EmbeddedFolder!)
            .Where(migration => migration != Path.GetFileName(settings.StateFolder))];

    public Task RemoveAsync(DialectSettings settings, CancellationToken cancellation) =>
        EmbeddedServer.RemoveAsync(PostgreSqlConnection.From(settings).EmbeddedFolder!, cancellation);

    public IReadOnlyList<OrphanedDatabase> FindOrphans() => OrphanedCluster.Find();

    private static async Task<string> DescribeAsync(DialectSettings settings, bool isOwn, CancellationToken cancellation) =>
        await EmbeddedServer.DescribeAsync(PostgreSqlConnection.From(settings).EmbeddedFolder, cancellation)
        + (isOwn ? ", for this migration alone" : ", for all migrations of the project");
}

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
        EmbeddedServer.DescribeAsync(settings is null ? null : PostgreSqlConnection.From(settings).EmbeddedFolder, cancellation);

    public Task RemoveAsync(DialectSettings settings, CancellationToken cancellation) =>
        EmbeddedServer.RemoveAsync(PostgreSqlConnection.From(settings).EmbeddedFolder!, cancellation);

    public IReadOnlyList<OrphanedDatabase> FindOrphans() => OrphanedCluster.Find();
}

using Dataflux.Cli.Definitions;
using Dataflux.Dialects.PostgreSql;
using Dataflux.Dialects.PostgreSql.Embedded;

namespace Dataflux.Cli.Running;

/// <summary>What commands do with a definition's PostgreSQL beside migrating into it.</summary>
internal static class PsqlHost
{
    internal static async Task<PsqlSession> OpenAsync(Definition definition, CancellationToken cancellation)
    {
        if (definition.Target.Type != PostgreSqlDialect.Dialect.Type)
            throw new UsageException($"target type '{definition.Target.Type}' has no psql; it works with '{PostgreSqlDialect.Dialect.Type}' only");

        var access = await PostgreSqlConnection.From(definition.TargetSettings).OpenForPsqlAsync(cancellation);
        return new PsqlSession(access.Program, access.Arguments, access.Environment) { Owner = access };
    }

    internal static Task RemoveDatabaseAsync(Definition definition, CancellationToken cancellation) =>
        definition.Target.Type == PostgreSqlDialect.Dialect.Type
        && PostgreSqlConnection.From(definition.TargetSettings).EmbeddedFolder is { } folder
            ? EmbeddedServer.RemoveAsync(folder, cancellation)
            : throw new UsageException("--database removes dataflux's own PostgreSQL, and this definition has a database of yours; empty its tables yourself");
}

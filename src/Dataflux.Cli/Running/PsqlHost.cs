using Dataflux.Cli.Definitions;
using Dataflux.Dialects.PostgreSql;

namespace Dataflux.Cli.Running;

/// <summary>Makes a definition's PostgreSQL reachable by psql.</summary>
internal static class PsqlHost
{
    internal static async Task<PsqlSession> OpenAsync(Definition definition, CancellationToken cancellation)
    {
        if (definition.Target.Type != PostgreSqlDialect.Dialect.Type)
            throw new UsageException($"target type '{definition.Target.Type}' has no psql; it works with '{PostgreSqlDialect.Dialect.Type}' only");

        var access = await PostgreSqlConnection.From(definition.TargetSettings).OpenForPsqlAsync(cancellation);
        return new PsqlSession(access.Program, access.Arguments, access.Environment) { Owner = access };
    }
}

using Dataflux.Cli.Definitions;
using Dataflux.Dialects.PostgreSql;
using Dataflux.Dialects.PostgreSql.Scratch;
using Dataflux.Engine.Settings;

namespace Dataflux.Cli.Running;

/// <summary>Databases for copies of tables, which 'check --prove' and 'test' work on.</summary>
internal static class ScratchHost
{
    /// <summary>Opens the target's own database, or a private one while the target's is not there yet or takes no schemas of this user.</summary>
    internal static Task<ScratchDatabase> OpenAsync(Definition definition, CancellationToken cancellation)
    {
        if (definition.Target.Type != PostgreSqlDialect.Dialect.Type)
            throw new ScratchRefusedException($"copies of tables can be made for target type '{PostgreSqlDialect.Dialect.Type}' only, not for '{definition.Target.Type}'");

        var connection = PostgreSqlConnection.From(definition.TargetSettings);
        return connection.EmbeddedFolder is { } folder && !Directory.Exists(folder)
            ? OpenPrivateAsync(definition, cancellation)
            : ScratchDatabase.OpenAsync(connection, () => OpenPrivateAsync(definition, cancellation), cancellation);
    }

    /// <summary>Opens a private database that belongs to no migration.</summary>
    internal static Task<ScratchDatabase> OpenPrivateAsync(Definition definition, CancellationToken cancellation)
    {
        var folder = Path.Combine(Path.GetDirectoryName(definition.StateFolder)!, "cache");
        return ScratchDatabase.OpenAsync(PostgreSqlConnection.From(new DialectSettings(new Dictionary<string, object>(), folder)), instead: null, cancellation);
    }
}

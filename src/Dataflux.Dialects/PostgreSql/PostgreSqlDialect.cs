using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Scratch;
using Dataflux.Dialects.PostgreSql.Targets;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>The target <c>postgresql</c>: a configured database, or a private server without one.</summary>
public static class PostgreSqlDialect
{
    /// <summary>The dialect, for the registry.</summary>
    public static TargetDialect Dialect { get; } = new(
        "postgresql",
        PostgreSqlConnectionOptions.All,
        static settings => new PostgreSqlTarget(PostgreSqlConnection.From(settings)))
    {
        ProfileInterface = typeof(ISqlTarget),
        Title = "PostgreSQL",
        SecretVariables = ["PGPASSWORD"],
        Shell = new PostgreSqlShell(),
        Server = new EmbeddedServers(),
        Scaffold = new PostgreSqlScaffold(),
        Scratch = new PostgreSqlScratch(),
    };
}

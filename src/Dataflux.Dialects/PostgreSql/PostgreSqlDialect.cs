using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>The target <c>postgresql</c>: a configured database, or a private server without one.</summary>
public static class PostgreSqlDialect
{
    /// <summary>The dialect, for the registry.</summary>
    public static TargetDialect Dialect { get; } = new(
        "postgresql",
        PostgreSqlConnection.Options,
        static settings => new PostgreSqlTarget(PostgreSqlConnection.From(settings)));
}

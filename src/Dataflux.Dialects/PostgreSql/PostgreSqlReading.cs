using Dataflux.Dialects.PostgreSql.Describing;
using Dataflux.Dialects.PostgreSql.Following;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>The source <c>postgresql</c>: tables or a query of a database.</summary>
public static class PostgreSqlReading
{
    /// <summary>The dialect, for the registry.</summary>
    public static SourceDialect Dialect { get; } = new(
        "postgresql",
        SourceOptions.All,
        Create)
    {
        Title = "PostgreSQL tables",
        Place = "a database such as postgresql://user@host/database",
        Locate = PostgreSqlCatalog.Locate,
        Catalog = new PostgreSqlCatalog(),
        SecretVariables = ["PGPASSWORD"],

        // A sample need not wait until all rows are counted.
        SampleOptions = new Dictionary<string, object>(StringComparer.Ordinal) { [SourceOptions.CountName] = false },
        ReleaseAsync = SlotRelease.RunAsync,
    };

    // Whoever only looks sees the tables as they are.
    private static ISource Create(DialectSettings settings)
    {
        var options = SourceOptions.From(settings);
        return options.Slot is null ? new PostgreSqlSource(options)
            : settings.Migrates ? new FollowedSource(options, settings.StateFolder)
            : new LookedAtSource(options);
    }
}

using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>The source <c>postgresql</c>: tables or a query of a database.</summary>
public static class PostgreSqlReading
{
    /// <summary>The dialect, for the registry.</summary>
    public static SourceDialect Dialect { get; } = new(
        "postgresql",
        SourceOptions.All,
        static settings => new PostgreSqlSource(SourceOptions.From(settings)))
    {
        Title = "PostgreSQL tables",
        SecretVariables = ["PGPASSWORD"],

        // A sample need not wait until all rows are counted.
        SampleOptions = new Dictionary<string, object>(StringComparer.Ordinal) { [SourceOptions.CountName] = false },
    };
}

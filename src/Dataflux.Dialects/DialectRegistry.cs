using Dataflux.Dialects.DynamoDbExport;
using Dataflux.Dialects.DynamoDbExport.S3;
using Dataflux.Dialects.PostgreSql;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects;

/// <summary>The dialects there are. A new one is a folder and a line here.</summary>
public static class DialectRegistry
{
    /// <summary>The kinds of source, in the order they are listed to people.</summary>
    public static IReadOnlyList<SourceDialect> Sources { get; } = [LocalDynamoDb.Dialect, S3DynamoDb.Dialect];

    /// <summary>The kinds of target, in the order they are listed to people.</summary>
    public static IReadOnlyList<TargetDialect> Targets { get; } = [PostgreSqlDialect.Dialect];
}

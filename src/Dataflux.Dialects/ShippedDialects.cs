using Dataflux.Dialects.DynamoDb;
using Dataflux.Dialects.DynamoDbExport.Local;
using Dataflux.Dialects.DynamoDbExport.S3;
using Dataflux.Dialects.Files;
using Dataflux.Dialects.MySql;
using Dataflux.Dialects.OpenSearch;
using Dataflux.Dialects.PostgreSql;
using Dataflux.Dialects.Warehouse;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects;

/// <summary>The dialects that come with dataflux. A new one is a folder and a name here.</summary>
public static class ShippedDialects
{
    /// <summary>The registry of them.</summary>
    public static DialectRegistry Registry { get; } = new(
        [FilesReading.Dialect, LocalDynamoDb.Dialect, S3DynamoDb.Dialect, PostgreSqlReading.Dialect],
        [PostgreSqlDialect.Dialect, MySqlDialect.Dialect, DynamoDbDialect.Dialect, OpenSearchDialect.Dialect, FilesDialect.Dialect]);
}

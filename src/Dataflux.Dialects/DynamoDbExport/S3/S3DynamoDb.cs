using Dataflux.Dialects.Aws;
using Dataflux.Dialects.Aws.S3;
using Dataflux.Dialects.DynamoDbExport.Local;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>The source <c>s3-dynamodb</c>: a DynamoDB export where AWS wrote it, or in an S3-compatible store.</summary>
public static class S3DynamoDb
{
    /// <summary>The dialect, for the registry.</summary>
    public static SourceDialect Dialect { get; } = new(
        "s3-dynamodb",
        S3Options.All,
        static settings => new S3ExportSource(S3Options.From(settings), TimeProvider.System))
    {
        SecretVariables = AwsLogin.SecretVariables,
        Title = LocalDynamoDb.Dialect.Title,
        Place = S3Store.UrlScheme + "bucket/prefix",
        Locate = static (
            place, _) => place.StartsWith(S3Store.UrlScheme, StringComparison.OrdinalIgnoreCase) ? S3Options.OfUrl(place) : null,

        // Otherwise a whole file is fetched, and the next ones ahead, before its first item is there.
        SampleOptions = new Dictionary<string, object>(StringComparer.Ordinal) { [S3Options.StreamName] = true },
        ListAsync = static async (settings, cancellation) =>
        {
            var options = S3Options.From(settings);
            using var store = options.OpenStore();
            return await new S3Exports(store, options).ListAsync(cancellation);
        },
    };
}

using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>The source <c>local-dynamodb</c>: a DynamoDB export that was copied to a local folder.</summary>
public static class LocalDynamoDb
{
    private const string PathOption = "path";

    /// <summary>The dialect, for the registry.</summary>
    public static SourceDialect Dialect { get; } = new(
        "local-dynamodb",
        [
            new DialectOption(
                PathOption,
                OptionKind.Path,
                "The folder of a full export (with manifest-summary.json), one of its manifests, or a folder above it.")
            {
                Required = true,
            },
            new DialectOption(ExportChoice.OptionName, OptionKind.Text, ExportChoice.OptionDescription),
        ],
        static settings => new LocalExportSource(settings.Text(PathOption)!, settings.Text(ExportChoice.OptionName)));
}

using Dataflux.Dialects.DynamoDbExport.Loose;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.DynamoDbExport.Local;

/// <summary>The source <c>local-dynamodb</c>: a DynamoDB export that was copied to a local folder.</summary>
public static class LocalDynamoDb
{
    private const string PathOption = "path";
    private const string ManifestOption = "manifest";
    private const string AwsManifest = "aws";
    private const string NoManifest = "none";

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
                MustExist = true,
                Example = "exports/AWSDynamoDB",
            },
            ExportChoice.Option,
            ExportChain.Option,
            ExportChain.GapOption,
            new DialectOption(
                ManifestOption,
                OptionKind.Text,
                "'none' reads files with DynamoDB JSON that no manifest describes (lines of items, lists of items, BatchWriteItem "
                    + "requests, output of a scan), with weaker guarantees. The default is 'aws': only what the export's manifest lists.")
            {
                Choices = [AwsManifest, NoManifest],
                Example = NoManifest,
            },
        ],
        static settings => settings.Text(ManifestOption) == NoManifest
            ? new LooseFileSource(settings.Text(PathOption)!)
            : new LocalExportSource(
                settings.Text(PathOption)!,
                settings.Text(ExportChoice.OptionName),
                settings.Text(ExportChain.OptionName),
                settings.Duration(ExportChain.GapOptionName)))
    {
        Title = "DynamoDB exports",
        Place = "a folder with an export",
        Starter = static name => [(PathOption, $"../exports/{name}        # a folder; for a bucket: type s3-dynamodb, bucket, prefix")],
        Locate = static (place, workingDirectory) =>
        {
            var path = Path.GetFullPath(place, workingDirectory);
            return !Path.Exists(path) ? null
                : LocalExports.IsLoose(path) ? new Dictionary<string, string> { [PathOption] = path, [ManifestOption] = NoManifest }
                : new Dictionary<string, string> { [PathOption] = path };
        },
        ListAsync = static (settings, _) => Task.FromResult(
            settings.Text(ManifestOption) == NoManifest ? [] : LocalExports.List(settings.Text(PathOption)!)),
    };
}

using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>Both manifests of an export, checked against their checksums and against each other.</summary>
/// <param name="Summary">The summary manifest.</param>
/// <param name="Files">The files by their keys' ordinal order, which is the order their records are written in.</param>
internal sealed record ExportManifest(ManifestSummary Summary, IReadOnlyList<ManifestFile> Files)
{
    /// <summary>The name of the manifest that lists the data files.</summary>
    internal const string FilesName = "manifest-files.json";

    private const string JsonFormat = "DYNAMODB_JSON";
    private const string IonFormat = "ION";

    /// <summary>Reads and checks both manifests.</summary>
    /// <exception cref="SourceException">They are damaged, contradict each other, or describe an export of a kind that is not
    /// read.</exception>
    internal static ExportManifest Parse(ManifestDocument summaryDocument, ManifestDocument filesDocument)
    {
        var summary = ManifestSummary.Parse(summaryDocument);
        RefuseUnknownFormat(summary, summaryDocument.Location);

        var objects = ManifestJson.Objects(filesDocument.VerifiedJson(), filesDocument.Location);
        var files = new List<ManifestFile>(objects.Count);
        foreach (var entry in objects)
        {
            files.Add(ManifestFile.Read(entry, files.Count + 1, filesDocument.Location) with
            {
                IsIon = summary.OutputFormat == IonFormat,
                IsIncremental = summary.IsIncremental,
            });
        }

        files.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        CheckKeysAndSum(files, summary, filesDocument.Location);
        return new ExportManifest(summary, files);
    }

    /// <summary>The export for the engine.</summary>
    /// <param name="location">Where it was found, for people.</param>
    /// <param name="parts">The files in this manifest's order.</param>
    internal Export ToExport(string location, IReadOnlyList<SourcePart> parts)
    {
        var unguarded = Files.Count(static file => file.Md5 is null);
        return new Export
        {
            Id = Summary.ExportArn,
            Location = location,
            Parts = parts,
            Time = Summary.Time,
            ItemCount = Summary.ItemCount,
            Notices = unguarded == 0
                ? []
                : [$"{unguarded} of {Files.Count} files have no md5Checksum in the manifest: only gzip's own checksum and the item "
                    + "counts guard them"],
        };
    }

    private static void RefuseUnknownFormat(ManifestSummary summary, string location)
    {
        if (summary.OutputFormat is not (JsonFormat or IonFormat))
        {
            throw new SourceException(
                $"{location}: export {summary.ExportId} has the output format {summary.OutputFormat}, and only {JsonFormat} and "
                + $"{IonFormat} are read; export the table again with --export-format {JsonFormat}");
        }
    }

    private static void CheckKeysAndSum(List<ManifestFile> files, ManifestSummary summary, string location)
    {
        long sum = 0;
        for (var i = 0; i < files.Count; i++)
        {
            if (i > 0 && files[i].Key == files[i - 1].Key)
                throw new SourceException($"{location}: {files[i].Key} is listed twice; copy the export's manifests again");

            sum += files[i].ItemCount;
        }

        if (sum != summary.ItemCount)
        {
            throw new SourceException(
                $"{location}: its {files.Count} files add up to {sum} items, but {ManifestSummary.FileName} says "
                    + $"{summary.ItemCount}; the manifests are damaged or of two exports: copy the export again");
        }
    }
}

using System.Text;
using Dataflux.Engine;

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>Finds the one export that a path means: by its manifests, never by data files that happen to lie around.</summary>
internal static class LocalExports
{
    private const string StartedName = "_started";
    private const string DataFolder = "data";
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>The folder with the manifests.</summary>
    /// <param name="path">The export's folder, one of its manifests, or a folder above exactly one export; absolute.</param>
    /// <exception cref="SourceException">There is no finished export, or more than one.</exception>
    internal static string FindFolder(string path)
    {
        if (File.Exists(path))
        {
            return Path.GetFileName(path) is ManifestSummary.FileName or ExportManifest.FilesName
                ? Path.GetDirectoryName(path)!
                : throw new SourceException(
                    $"{path}: is a file, expected the folder of an export or its {ManifestSummary.FileName}; set 'path' under 'source:'");
        }

        if (!Directory.Exists(path))
        {
            throw new SourceException($"{path}: does not exist; set 'path' under 'source:' to the folder of an export or one above it");
        }

        if (File.Exists(Path.Combine(path, ManifestSummary.FileName)))
        {
            return path;
        }

        var found = Directory.EnumerateFiles(path, ManifestSummary.FileName, Below)
            .Select(static summary => Path.GetDirectoryName(summary)!)
            .Order(StringComparer.Ordinal)
            .ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new SourceException(Unfinished(path) is { } started
                ? $"{started}: has no {ManifestSummary.FileName}: the export is still running or failed; wait for it, or copy it again"
                : $"{path}: no export found; looked for AWSDynamoDB/<export id>/{ManifestSummary.FileName} in it and in all folders below"),
            _ => throw new SourceException(Choice(path, found)),
        };
    }

    private static string? Unfinished(string path) =>
        Directory.EnumerateFiles(path, "*", Below)
            .Where(static file => Path.GetFileName(file) == StartedName || IsData(file))
            .Select(static file => IsData(file) ? Path.GetDirectoryName(Path.GetDirectoryName(file)!)! : Path.GetDirectoryName(file)!)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();

    private static bool IsData(string file) =>
        Path.GetFileName(Path.GetDirectoryName(file)) == DataFolder && file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static string Choice(string path, List<string> folders)
    {
        var message = new StringBuilder($"{path}: {folders.Count} exports found; set 'path' under 'source:' to one of them:");
        foreach (var folder in folders)
        {
            message.AppendLine().Append("  ").Append(folder).Append("  ").Append(Describe(folder));
        }

        return message.ToString();
    }

    private static string Describe(string folder)
    {
        try
        {
            var location = Path.Combine(folder, ManifestSummary.FileName);
            var summary = ManifestSummary.Parse(new ManifestDocument(location, File.ReadAllBytes(location), Checksum: null));
            return $"(export {summary.ExportId}, table {summary.Table}, {summary.Time:yyyy-MM-ddTHH:mm:ssZ}, {summary.ItemCount} "
                + $"items{(summary.IsIncremental ? ", incremental" : "")})";
        }
        catch (Exception e) when (e is SourceException or IOException or UnauthorizedAccessException)
        {
            return "(its manifest cannot be read)";
        }
    }
}

using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;

namespace Dataflux.Dialects.DynamoDbExport.Local;

/// <summary>Finds the one export that a path means: by its manifests, never by data files that happen to lie around.</summary>
internal static class LocalExports
{
    private const string DataFolder = "data";
    private const string ExportsFolder = "AWSDynamoDB";
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>The folder with the manifests.</summary>
    /// <param name="path">The export's folder, one of its manifests, or a folder above it; absolute.</param>
    /// <param name="wanted">Which one is meant, see <see cref="ExportChoice"/>.</param>
    /// <exception cref="SourceException">There is no finished export, or more than one.</exception>
    internal static string FindFolder(string path, string? wanted)
    {
        var found = Find(path);
        return found.Count == 1 && wanted is null
            ? found[0]
            : ExportChoice.Pick(path, [.. found.Select(static folder => new FoundExport(folder, Summary(folder)))], wanted).Folder;
    }

    /// <summary>The folders with the manifests of a chain, in the order they must be applied.</summary>
    /// <param name="path">A folder above the exports; absolute.</param>
    /// <param name="wanted">Which ones are meant, see <see cref="ExportChain"/>.</param>
    /// <param name="acceptGap">The longest gap that is accepted.</param>
    /// <exception cref="SourceException">There is no finished export, or they are no chain.</exception>
    internal static ExportLinks FindChain(string path, string wanted, TimeSpan? acceptGap) =>
        ExportChain.Pick(path, [.. Find(path).Select(static folder => new FoundExport(folder, Summary(folder)))], wanted, acceptGap);

    /// <summary>All exports below a path, unfinished ones too.</summary>
    /// <exception cref="SourceException">There is none.</exception>
    internal static IReadOnlyList<ListedExport> List(string path)
    {
        var finished = Find(path);
        var listed = finished.Select(static folder => new FoundExport(folder, Summary(folder)).ToListed(folder));
        var unfinished = Directory.Exists(path) && !finished.Contains(path)
            ? Begun(path).Except(finished, StringComparer.Ordinal).Where(static folder => Path.GetFileName(folder) != ExportsFolder)
            : [];
        return [.. listed, .. unfinished.Select(static folder => FoundExport.Unfinished(folder, folder, IsStarted(folder)))];
    }

    /// <summary>Whether a path holds files that are no export's, and nothing that is.</summary>
    internal static bool IsLoose(string path) => File.Exists(path)
        ? Path.GetFileName(path) is not (ManifestSummary.FileName or ExportManifest.FilesName)
        : Directory.Exists(path) && !Directory.EnumerateFiles(path, ManifestSummary.FileName, Below).Any() && !Begun(path).Any();

    private static List<string> Find(string path)
    {
        if (File.Exists(path))
        {
            return Path.GetFileName(path) is ManifestSummary.FileName or ExportManifest.FilesName
                ? [Path.GetDirectoryName(path)!]
                : throw new SourceException(Around(path) is { } export
                    ? $"{path}: is a file of the export {export}; set 'path' under 'source:' to that folder"
                    : $"{path}: is a file, expected the folder of an export or its {ManifestSummary.FileName}; set 'path' under 'source:'");
        }

        if (!Directory.Exists(path))
            throw new SourceException($"{path}: does not exist; set 'path' under 'source:' to the folder of an export or one above it");

        if (File.Exists(Path.Combine(path, ManifestSummary.FileName)))
            return [path];

        var found = Directory.EnumerateFiles(path, ManifestSummary.FileName, Below)
            .Select(static summary => Path.GetDirectoryName(summary)!)
            .Order(StringComparer.Ordinal)
            .ToList();
        return found.Count == 0
            ? throw new SourceException(Around(path) is { } around
                ? $"{path}: is inside the export {around}; set 'path' under 'source:' to that folder"
                : Begun(path).FirstOrDefault() is { } started
                ? LackingManifest.At(started, IsStarted(started)).Message
                : $"{path}: no export found; looked for AWSDynamoDB/<export id>/{ManifestSummary.FileName} in it and in all folders below")
            : found;
    }

    /// <summary>The finished export that a folder is a part of: its data folder, or one in it.</summary>
    private static string? Around(string path)
    {
        var below = Path.TrimEndingDirectorySeparator(path);
        while (Path.GetDirectoryName(below) is { } folder)
        {
            if (File.Exists(Path.Combine(folder, ManifestSummary.FileName)))
                return folder;

            below = folder;
        }

        return null;
    }

    /// <summary>The folders of exports, finished or not.</summary>
    private static IEnumerable<string> Begun(string path) =>
        Directory.EnumerateFiles(path, "*", Below)
            .Where(static file => Path.GetFileName(file) == LackingManifest.StartedName || IsData(file))
            .Select(static file => IsData(file) ? Path.GetDirectoryName(Path.GetDirectoryName(file)!)! : Path.GetDirectoryName(file)!)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static bool IsStarted(string folder) => File.Exists(Path.Combine(folder, LackingManifest.StartedName));

    private static bool IsData(string file) =>
        Path.GetFileName(Path.GetDirectoryName(file)) == DataFolder && file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static ManifestSummary? Summary(string folder)
    {
        try
        {
            var location = Path.Combine(folder, ManifestSummary.FileName);
            return ManifestSummary.Parse(new ManifestDocument(location, File.ReadAllBytes(location), Checksum: null));
        }
        catch (Exception e) when (e is SourceException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

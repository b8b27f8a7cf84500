using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport.Local;

/// <summary>
/// Finds the data files of an export in a copied tree. The keys of a manifest are relative to the root of the bucket it was made
/// for, and of another's making: only a file's name and its folder's count. The folder is below that of the manifests, or beside it,
/// where incremental exports share one; what lies elsewhere is no file of the export, whatever the key says.
/// </summary>
/// <param name="exportFolder">The folder with the manifests, absolute.</param>
internal sealed class LocalKeys(string exportFolder)
{
    private const string ExportsFolder = "AWSDynamoDB";
    private readonly Dictionary<string, string> _realFolders = new(StringComparer.Ordinal);

    /// <summary>The file's path; <see langword="null"/> when it is not there.</summary>
    /// <exception cref="SourceException">It is a link that leads out of the export.</exception>
    internal string? Find(string key)
    {
        var parts = key.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || !Array.TrueForAll(parts, IsName))
            return null; // would leave the export's tree

        var name = parts[^1];
        if (parts.Length > 1)
        {
            if (Existing(exportFolder, Path.Combine(exportFolder, parts[^2], name)) is { } below)
                return below;

            // The data folder of incremental exports.
            if (parts.Length < 3 || parts[^3] == ExportsFolder)
            {
                var parent = Path.GetDirectoryName(exportFolder);
                if (parent is not null && Existing(parent, Path.Combine(parent, parts[^2], name)) is { } beside)
                    return beside;
            }
        }

        return Existing(exportFolder, Path.Combine(exportFolder, name));
    }

    private static bool IsName(string part) =>
        part is not ("." or "..") && part.IndexOfAny([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]) < 0
        && !Path.IsPathRooted(part);

    private string? Existing(string root, string path)
    {
        if (!File.Exists(path))
            return null;

        var real = RealPath.Of(Path.Combine(RealFolder(Path.GetDirectoryName(path)!), Path.GetFileName(path)));
        return FolderPath.IsInside(real, RealFolder(root))
            ? path
            : throw new SourceException($"{path}: is a link that leads out of the export's folder, to {real}; copy the file itself there");
    }

    // The files of an export lie together.
    private string RealFolder(string folder)
    {
        if (!_realFolders.TryGetValue(folder, out var real))
            _realFolders.Add(folder, real = RealPath.Of(folder));

        return real;
    }
}

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>
/// Finds the data files of an export in a copied tree. The keys of a manifest are relative to the root of the bucket,
/// the copy may begin anywhere below it: the longest tail of a key that is there, seen from the export's folder or one above it, counts.
/// </summary>
internal sealed class LocalKeys
{
    private readonly string _exportFolder;

    // Where the last key was found: the files of an export lie together, so the next one is nearly always there too.
    private string _base;
    private int _skipped;

    /// <summary>Looks around the folder with the manifests.</summary>
    /// <param name="exportFolder">The folder, absolute.</param>
    internal LocalKeys(string exportFolder) => _base = _exportFolder = exportFolder;

    /// <summary>The file's path; <see langword="null"/> when it is not there.</summary>
    internal string? Find(string key)
    {
        var parts = key.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || Array.Exists(parts, static part => part is "." or ".."))
        {
            return null; // would leave the export's tree
        }

        if (_skipped < parts.Length && Existing(_base, parts, _skipped) is { } known)
        {
            return known;
        }

        for (var skipped = 0; skipped < parts.Length; skipped++)
        {
            var folder = _exportFolder;
            for (var above = 0; above < parts.Length && folder is not null; above++, folder = Path.GetDirectoryName(folder))
            {
                if (Existing(folder, parts, skipped) is { } found)
                {
                    (_base, _skipped) = (folder, skipped);
                    return found;
                }
            }
        }

        return null;
    }

    private static string? Existing(string folder, string[] parts, int skipped)
    {
        var path = Path.Combine([folder, .. parts[skipped..]]);
        return File.Exists(path) ? path : null;
    }
}

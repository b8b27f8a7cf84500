using Dataflux.Dialects.Aws.S3;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>
/// Finds the objects of an export's data files. The keys of a manifest are those of the bucket it was exported to; a copy
/// can be below another prefix. How the first file is found holds for all.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="folder">The folder with the manifests, without a slash at its end.</param>
internal sealed class S3Keys(S3Store store, string folder)
{
    private const string ExportsFolder = "AWSDynamoDB/";

    /// <summary>The keys of the objects, in the order of the files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="cancellation">Stops the requests.</param>
    /// <exception cref="S3RequestException">A request failed.</exception>
    /// <exception cref="SourceException">A key leads out of the export.</exception>
    internal async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<ManifestFile> files, CancellationToken cancellation)
    {
        var keys = await PlaceAsync(files, cancellation);

        // A manifest is of another's making, and these credentials may read more of the bucket than its maker.
        return keys.FirstOrDefault(key => !IsOfExport(key)) is not { } outside ? keys : throw new SourceException(
            $"{store.Locate(folder)}: its {ExportManifest.FilesName} lists {outside}, which is neither below the export's folder nor in "
                + "the data folder beside it; copy the export again, with its data folder");
    }

    private bool IsOfExport(string key) =>
        key.StartsWith($"{folder}/", StringComparison.Ordinal)
        || Parent(key) == (Parent(folder) is { Length: > 0 } above ? $"{above}/data" : "data");

    private async Task<IReadOnlyList<string>> PlaceAsync(IReadOnlyList<ManifestFile> files, CancellationToken cancellation)
    {
        if (files.Count == 0 || Parent(Parent(files[0].Key)) == folder || Parent(Parent(files[0].Key)) == Parent(folder))
            return [.. files.Select(static file => file.Key)];

        Func<string, string?>[] ways =
        [
            BesideExportsFolder,
            key => $"{folder}/data/{Name(key)}",
            key => $"{Parent(folder)}/data/{Name(key)}",
        ];
        foreach (var way in ways)
        {
            if (way(files[0].Key) is { } moved && await store.ExistsAsync(moved, cancellation))
                return [.. files.Select(file => way(file.Key) ?? file.Key)];
        }

        return [.. files.Select(static file => file.Key)];
    }

    /// <summary>The key below the folder that holds this export's folder of exports.</summary>
    private string? BesideExportsFolder(string key)
    {
        var here = $"/{folder}/".LastIndexOf($"/{ExportsFolder}", StringComparison.Ordinal);
        var there = $"/{key}".LastIndexOf($"/{ExportsFolder}", StringComparison.Ordinal);
        return here < 0 || there < 0 ? null : folder[..here] + key[there..];
    }

    internal static string Parent(string key) => key.LastIndexOf('/') is var slash and >= 0 ? key[..slash] : "";

    private static string Name(string key) => key[(key.LastIndexOf('/') + 1)..];
}

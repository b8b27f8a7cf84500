using Amazon.S3;
using Dataflux.Dialects.Aws.S3;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>Finds the one export that a prefix means: by its manifests, without listing the data files of others.</summary>
/// <param name="store">The store.</param>
/// <param name="options">The options.</param>
internal sealed class S3Exports(S3Store store, S3Options options)
{
    private const string ExportsFolder = "AWSDynamoDB";
    private const string DataFolder = "/data";
    private const int MostPages = 2_000;

    private readonly List<string> _unfinished = [];
    private readonly HashSet<string> _started = new(StringComparer.Ordinal);

    // A manifest whose key begins with a slash: the AWS SDK asks for keys without it.
    private string? _slashed;

    /// <summary>Exports without a manifest that were met, and why they have none.</summary>
    internal IReadOnlyList<(string Folder, string Reason)> Unfinished =>
        [.. _unfinished.Select(folder => (folder, LackingManifest.Reason(_started.Contains(folder))))];

    /// <summary>The folder with the manifests, without a slash at its end.</summary>
    /// <exception cref="SourceException">There is no finished export, or several and none is chosen.</exception>
    internal async Task<string> FindFolderAsync(CancellationToken cancellation)
    {
        var folder = WithoutManifestName(options.Prefix);
        if (folder.Length > 0 && await IsExportAsync(folder, cancellation))
            return folder;

        var found = await FindBelowAsync(folder, cancellation);
        if (found.Count > 0)
        {
            var exports = new List<FoundExport>(found.Count);
            foreach (var each in found)
            {
                exports.Add(
                    new FoundExport(each, found.Count == 1 && options.Export is null ? null : await SummaryAsync(each, cancellation)));
            }

            return ExportChoice.Pick(options.Location, exports, options.Export).Folder;
        }

        throw await NothingFoundAsync(folder, cancellation);
    }

    private async Task<SourceException> NothingFoundAsync(string folder, CancellationToken cancellation)
    {
        foreach (var around in _unfinished.Where(each => $"{folder}/".StartsWith($"{each}/", StringComparison.Ordinal)))
        {
            if (await IsExportAsync(around, cancellation))
            {
                return new(
                    $"{store.Locate(folder)}: is inside the export {store.Locate(around)}; set 'prefix' under 'source:' (or --s3-prefix) "
                    + $"to '{around}'");
            }
        }

        return _slashed is null ? NothingFound() : new(
            $"{store.Locate(_slashed)}: its key begins with a slash, and the AWS SDK cannot ask for such keys; copy the export to a "
                + $"prefix without it, such as aws s3 cp --recursive {store.Locate("/")} {store.Locate("exports/")}");
    }

    private SourceException NothingFound() => _unfinished.Count > 0
        ? LackingManifest.At(store.Locate(_unfinished[0]), _started.Contains(_unfinished[0]))
        : new($"{options.Location}: no export found; looked for {ExportsFolder}/<export id>/{ManifestSummary.FileName} in it and in all "
            + "folders below; correct 'prefix' under 'source:' (or --s3-prefix)");

    /// <summary>The folders with the manifests of a chain, in the order they must be applied.</summary>
    /// <param name="wanted">Which ones are meant, see <see cref="ExportChain"/>.</param>
    /// <param name="cancellation">Stops the requests.</param>
    /// <exception cref="SourceException">There is no finished export, or they are no chain.</exception>
    internal async Task<ExportLinks> FindChainAsync(string wanted, CancellationToken cancellation)
    {
        var exports = new List<FoundExport>();
        var folder = WithoutManifestName(options.Prefix);
        foreach (var each in await FindBelowAsync(folder, cancellation))
            exports.Add(new FoundExport(each, await SummaryAsync(each, cancellation)));

        return exports.Count > 0
            ? ExportChain.Pick(options.Location, exports, wanted, options.AcceptGap)
            : throw await NothingFoundAsync(folder, cancellation);
    }

    /// <summary>All exports below the prefix, unfinished ones too.</summary>
    /// <exception cref="SourceException">There is none.</exception>
    internal async Task<IReadOnlyList<ListedExport>> ListAsync(CancellationToken cancellation)
    {
        var folder = WithoutManifestName(options.Prefix);
        var finished = folder.Length > 0 && await IsExportAsync(folder, cancellation)
            ? [folder]
            : await FindBelowAsync(folder, cancellation);
        var listed = new List<ListedExport>();
        foreach (var each in finished)
            listed.Add(new FoundExport(each, await SummaryAsync(each, cancellation)).ToListed(store.Locate(each)));

        listed.AddRange(_unfinished.Select(each => FoundExport.Unfinished(each, store.Locate(each), _started.Contains(each))));
        return finished.Count > 0 ? listed : throw await NothingFoundAsync(folder, cancellation);
    }

    /// <summary>One of an export's manifests with its checksum.</summary>
    /// <exception cref="SourceException">It is not there.</exception>
    internal async Task<ManifestDocument> ManifestAsync(string folder, string name, CancellationToken cancellation)
    {
        var key = $"{folder}/{name}";
        var json = await store.TryReadAsync(key, cancellation)
            ?? throw LackingManifest.Gone(store.Locate(folder), name);
        string? checksum = null;
        foreach (var extension in ManifestDocument.ChecksumExtensions)
            checksum ??= await ChecksumAsync(Path.ChangeExtension(key, extension), cancellation);

        return new ManifestDocument(store.Locate(key), json, checksum);
    }

    private async Task<string?> ChecksumAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await store.TryReadAsync(key, cancellation) is { } bytes ? System.Text.Encoding.ASCII.GetString(bytes) : null;
        }
        catch (S3RequestException e) when (e.InnerException is AmazonS3Exception { StatusCode: System.Net.HttpStatusCode.Forbidden })
        {
            return null; // without s3:ListBucket what is not there is forbidden
        }
    }

    /// <summary>Asks for the manifest itself first: reading it may be allowed where listing is not.</summary>
    private async Task<bool> IsExportAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            return await store.ExistsAsync($"{folder}/{ManifestSummary.FileName}", cancellation);
        }
        catch (S3RequestException e) when (e.InnerException is AmazonS3Exception { StatusCode: System.Net.HttpStatusCode.Forbidden })
        {
            return false; // the listing's failure names the permission that is missing
        }
    }

    private async Task<List<string>> FindBelowAsync(string folder, CancellationToken cancellation)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        var finished = new SortedSet<string>(StringComparer.Ordinal);
        var begun = new SortedSet<string>(StringComparer.Ordinal);
        string? after = null;
        for (var pages = 0; ; pages++)
        {
            if (pages == MostPages)
                throw new SourceException($"{options.Location}: too many objects to look through; give a longer 'prefix' (or --s3-prefix)");

            var (objects, more) = await store.ListAsync(prefix, after, cancellation);
            foreach (var found in objects)
            {
                if (found.Key.StartsWith('/'))
                {
                    _slashed ??= found.Key;
                    continue;
                }

                Note(found.Key, finished, begun);
            }

            if (!more || objects.Count == 0)
            {
                begun.ExceptWith(finished);
                _unfinished.Clear();
                _unfinished.AddRange(begun);
                return [.. finished];
            }

            after = AfterData(objects[^1].Key);
        }
    }

    private void Note(string key, SortedSet<string> finished, SortedSet<string> begun)
    {
        var parent = S3Keys.Parent(key);
        if (key.EndsWith("/" + ManifestSummary.FileName, StringComparison.Ordinal) || key == ManifestSummary.FileName)
        {
            finished.Add(parent);
        }
        else if (key.EndsWith("/" + LackingManifest.StartedName, StringComparison.Ordinal))
        {
            begun.Add(parent);
            _started.Add(parent);
        }
        else if (parent.EndsWith(DataFolder, StringComparison.Ordinal) && !IsExportsFolder(S3Keys.Parent(parent)))
        {
            begun.Add(S3Keys.Parent(parent));
        }
    }

    /// <summary>The key to go on after: the rest of a data folder, which can be long, holds nothing of interest.</summary>
    private static string AfterData(string key) =>
        S3Keys.Parent(key) is var parent && parent.EndsWith(DataFolder, StringComparison.Ordinal) ? parent + (char)('/' + 1) : key;

    private async Task<ManifestSummary?> SummaryAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            var key = $"{folder}/{ManifestSummary.FileName}";
            return await store.TryReadAsync(key, cancellation) is { } json
                ? ManifestSummary.Parse(new ManifestDocument(store.Locate(key), json, Checksum: null))
                : null;
        }
        catch (SourceException)
        {
            return null;
        }
    }

    private static string WithoutManifestName(string prefix)
    {
        var slash = prefix.LastIndexOf('/');
        return prefix[(slash + 1)..] is ManifestSummary.FileName or ExportManifest.FilesName ? prefix[..Math.Max(slash, 0)] : prefix;
    }

    /// <summary>The folder that all exports under a prefix share; its data folder belongs to the incremental ones.</summary>
    private static bool IsExportsFolder(string folder) =>
        folder == ExportsFolder || folder.EndsWith($"/{ExportsFolder}", StringComparison.Ordinal);
}

using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Dataflux.Dialects.Aws.S3;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>An export in a bucket, driven by its manifests.</summary>
/// <param name="options">The options.</param>
/// <param name="time">The clock.</param>
internal sealed class S3ExportSource(S3Options options, TimeProvider time) : ISource
{
    private const int NamedMissingFiles = 5;

    // Written once by OpenAsync, before any file is read; only read afterwards, by several readers.
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<S3DataFile> _files = [];

    // What was handed out of a file belongs to one state of its object: reading it again must not meet another one.
    private readonly ConcurrentDictionary<string, string> _etags = new(StringComparer.Ordinal);
    private S3Store? _store;
    private S3CopyArea? _area;

    public async Task<Export> OpenAsync(CancellationToken cancellation)
    {
        _store ??= options.OpenStore();
        var exports = new S3Exports(_store, options);
        _indexes.Clear();
        _files.Clear();
        _area = new S3CopyArea(_store, options, _files, time);
        if (options.Chain is null)
            return await OpenAsync(exports, await exports.FindFolderAsync(cancellation), cancellation);

        var links = new List<Export>();
        var found = await exports.FindChainAsync(options.Chain, cancellation);
        foreach (var folder in found.Folders)
            links.Add(await OpenAsync(exports, folder, cancellation));

        var chain = ExportChain.Join(options.Location, links, found.Gaps);
        return chain with { Notices = [.. chain.Notices.Distinct()] };
    }

    private async Task<Export> OpenAsync(S3Exports exports, string folder, CancellationToken cancellation)
    {
        var manifest = ExportManifest.Parse(
            await exports.ManifestAsync(folder, ManifestSummary.FileName, cancellation),
            await exports.ManifestAsync(folder, ExportManifest.FilesName, cancellation));

        var keys = await new S3Keys(_store!, folder).FindAsync(manifest.Files, cancellation);
        var objects = await ListAsync(keys, cancellation);
        var parts = objects is null ? Unlisted(manifest, keys) : Listed(manifest, keys, objects, _store!.Locate(folder));
        var export = manifest.ToExport(_store!.Locate(folder), parts);
        return export with { Notices = [.. export.Notices, .. Notices(objects is not null, exports.Unfinished)] };
    }

    public IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, CancellationToken cancellation)
    {
        if (_area is null || _store is null || !_indexes.TryGetValue(part.Name, out var index))
            throw new ArgumentException($"{part.Name} is no file of the export that was opened", nameof(part));

        return options.Stream
            ? new S3Stream(_store, options, time).ReadAsync(
                _files[index], _etags.GetValueOrDefault(part.Name), etag => _etags.TryAdd(part.Name, etag), cancellation)
            : ReadCopyAsync(_area, index, _store.Locate(_files[index].Key), cancellation);
    }

    public Failure Classify(Exception exception) => S3Failures.Classify(exception);

    public async ValueTask DisposeAsync()
    {
        if (_area is not null)
            await _area.DisposeAsync();

        _store?.Dispose();
    }

    private async IAsyncEnumerable<ItemBlock> ReadCopyAsync(
        S3CopyArea area, int index, string location, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var copy = await area.TakeAsync(index, cancellation);
        await using var bytes = copy.Open();
        foreach (var block in new DataFile(_files[index].File, location).Blocks(bytes, cancellation))
            yield return block;
    }

    /// <summary>The objects in the folders of the data files by key; <see langword="null"/> when listing is not allowed.</summary>
    private async Task<Dictionary<string, S3Object>?> ListAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var wanted = keys.ToHashSet(StringComparer.Ordinal);
        var objects = new Dictionary<string, S3Object>(StringComparer.Ordinal);
        try
        {
            foreach (var folder in keys.Select(S3Keys.Parent).Distinct(StringComparer.Ordinal))
            {
                string? after = null;
                var more = true;
                while (more && objects.Count < wanted.Count)
                {
                    (var page, more) = await _store!.ListAsync(folder.Length == 0 ? "" : folder + "/", after, cancellation);
                    foreach (var found in page.Where(found => wanted.Contains(found.Key)))
                        objects[found.Key] = found;

                    (after, more) = page.Count == 0 ? (after, false) : (page[^1].Key, more);
                }
            }
        }
        catch (S3RequestException e) when (e.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden })
        {
            return null;
        }

        return objects;
    }

    private List<SourcePart> Listed(
        ExportManifest manifest, IReadOnlyList<string> keys, Dictionary<string, S3Object> objects, string location)
    {
        var missing = keys.Where(key => !objects.ContainsKey(key)).ToList();
        if (missing.Count > 0)
        {
            throw new SourceException(
                $"{location}: {missing.Count} of {manifest.Files.Count} data files are missing: "
                    + string.Join(", ", missing.Take(NamedMissingFiles)) + (missing.Count > NamedMissingFiles ? ", …" : "")
                    + "; copy the export again, with its data folder");
        }

        return Files(manifest, keys, key => objects[key]);
    }

    private List<SourcePart> Unlisted(ExportManifest manifest, IReadOnlyList<string> keys) => Files(manifest, keys, static _ => null);

    private List<SourcePart> Files(ExportManifest manifest, IReadOnlyList<string> keys, Func<string, S3Object?> find)
    {
        var parts = new List<SourcePart>(manifest.Files.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            var (file, found) = (manifest.Files[i], find(keys[i]));
            _indexes[file.Key] = _files.Count;
            _files.Add(new S3DataFile(file, keys[i], found?.Size ?? 0));
            var listed = file.ToPart(found?.Size);

            // What was read had the manifest's MD5, so another upload of the same bytes is the same file. Without an MD5 only the ETag can
            // tell.
            parts.Add(found is null || file.Md5 is not null ? listed : listed with { Fingerprint = $"{listed.Fingerprint} {found.ETag}" });
        }

        return parts;
    }

    private IEnumerable<string> Notices(bool listed, IReadOnlyList<(string Folder, string Reason)> unfinished)
    {
        if (!listed)
        {
            yield return "the data files cannot be listed (s3:ListBucket is missing): one that is not there is noticed only when it is "
                + "its turn, and nothing is fetched ahead";
        }

        foreach (var (folder, reason) in unfinished)
            yield return $"{_store!.Locate(folder)} {reason}; it was not considered";

        if (options.Stream)
            yield return "'stream: true': a file's MD5 is checked after its items were processed; a wrong one stops the run";
    }
}

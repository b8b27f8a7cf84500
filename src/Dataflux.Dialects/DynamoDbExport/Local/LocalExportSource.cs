using System.Runtime.CompilerServices;
using Dataflux.Dialects.Lines;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDbExport.Local;

/// <summary>A full export in a local folder, driven by its manifests.</summary>
/// <param name="path">The export's folder, one of its manifests, or a folder above it; absolute.</param>
/// <param name="wanted">Which export is meant where there are several, see <see cref="ExportChoice"/>.</param>
/// <param name="chain">Which exports are a chain, see <see cref="ExportChain"/>; <see langword="null"/>: one export alone.</param>
/// <param name="acceptGap">The longest gap in the chain that is accepted.</param>
internal sealed class LocalExportSource(string path, string? wanted = null, string? chain = null, TimeSpan? acceptGap = null) : ISource
{
    private const int NamedMissingFiles = 5;

    // Written once by OpenAsync, before any file is read; only read afterwards, by several readers.
    private readonly Dictionary<string, (ManifestFile File, string Path)> _files = new(StringComparer.Ordinal);

    public async Task<Export> OpenAsync(CancellationToken cancellation)
    {
        _files.Clear();
        if (chain is null)
            return await OpenAsync(LocalExports.FindFolder(path, wanted), cancellation);

        var exports = new List<Export>();
        var links = LocalExports.FindChain(path, chain, acceptGap);
        foreach (var folder in links.Folders)
            exports.Add(await OpenAsync(folder, cancellation));

        return ExportChain.Join(path, exports, links.Gaps);
    }

    private async Task<Export> OpenAsync(string folder, CancellationToken cancellation)
    {
        var manifest = ExportManifest.Parse(
            await ReadManifestAsync(folder, ManifestSummary.FileName, cancellation),
            await ReadManifestAsync(folder, ExportManifest.FilesName, cancellation));

        var keys = new LocalKeys(folder);
        var missing = new List<string>();
        var parts = new List<SourcePart>(manifest.Files.Count);
        foreach (var file in manifest.Files)
        {
            if (keys.Find(file.Key) is not { } found)
            {
                missing.Add(file.Key);
                continue;
            }

            _files[file.Key] = (file, found);
            parts.Add(file.ToPart(new FileInfo(found).Length));
        }

        return missing.Count == 0
            ? manifest.ToExport(folder, parts)
            : throw new SourceException(
                $"{folder}: {missing.Count} of {manifest.Files.Count} data files are missing: {Some(missing)}; copy the export "
                    + "again, with its data folder");
    }

    public async IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!_files.TryGetValue(part.Name, out var known))
            throw new ArgumentException($"{part.Name} is no file of the export that was opened", nameof(part));

        await using var bytes = new FileStream(known.Path, new FileStreamOptions
        {
            Options = FileOptions.SequentialScan,
            BufferSize = 0, // read in large pieces anyway
        });
        await foreach (var block in new DataFile(known.File, known.Path).ReadAsync(bytes, bytes.Length, cancellation))
            yield return block;
    }

    public Failure Classify(Exception exception) => FileFailures.Classify(exception);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<ManifestDocument> ReadManifestAsync(string folder, string name, CancellationToken cancellation)
    {
        var location = Path.Combine(folder, name);
        if (!File.Exists(location))
            throw LackingManifest.Gone(folder, name);

        string? checksum = null;
        foreach (var extension in ManifestDocument.ChecksumExtensions)
        {
            var beside = Path.ChangeExtension(location, extension);
            if (checksum is null && File.Exists(beside))
                checksum = await File.ReadAllTextAsync(beside, cancellation);
        }

        return new ManifestDocument(location, await File.ReadAllBytesAsync(location, cancellation), checksum);
    }

    private static string Some(List<string> keys) =>
        string.Join(", ", keys.Take(NamedMissingFiles)) + (keys.Count > NamedMissingFiles ? ", …" : "");
}

using System.Runtime.CompilerServices;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDbExport.Loose;

/// <summary>
/// Files with DynamoDB JSON in a local folder that no manifest describes. Their order is that of their names; what is
/// missing or was cut off at a line's end cannot be noticed.
/// </summary>
/// <param name="path">The folder, or one file; absolute.</param>
internal sealed class LooseFileSource(string path) : ISource
{
    private static readonly string[] Extensions = [".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz"];
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true };

    // Written by OpenAsync, before any file is read.
    private ScanPages _pages = new([]);

    public Task<Export> OpenAsync(CancellationToken cancellation)
    {
        var root = Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;
        var files = Find();
        var newest = DateTimeOffset.UnixEpoch;
        var listed = new List<SourcePart>(files.Count);
        foreach (var file in files)
        {
            var written = new DateTimeOffset(file.LastWriteTimeUtc);
            newest = written > newest ? written : newest;
            listed.Add(new SourcePart
            {
                Name = Path.GetRelativePath(root, file.FullName).Replace('\\', '/'),
                Size = file.Length,
                Fingerprint = $"{file.Length} bytes, {written:O}",
            });
        }

        listed.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        _pages = new(listed.Select(static part => part.Name));
        return Task.FromResult(new Export
        {
            Id = $"files without manifest in {path}",
            Location = path,
            Parts = listed,
            Time = newest,
            Notices =
            [
                "'manifest: none': nothing says which files and how many items there must be, so a missing file, or one cut off at the "
                    + "end of a line, is not noticed; files are read in the order of their names",
                .. Described(),
            ],
        });
    }

    public async IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var location = Directory.Exists(path) ? Path.Combine(path, part.Name) : path;
        await using var bytes = new FileStream(location, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
        await using var json = IsGzip(bytes) ? StrictGzip.Open(bytes) : bytes;
        var reader = new LooseItemReader(json, location, isContinued: _pages.IsContinued(part.Name));
        while (reader.Read() is { } block)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return block;
        }
    }

    public Failure Classify(Exception exception) => FileFailures.Classify(exception);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // One folder too high, the files of several exports would pass for those of one.
    private IEnumerable<string> Described()
    {
        var exports = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, ManifestSummary.FileName, Below).Select(summary => Path.GetDirectoryName(summary)!)
                .Order(StringComparer.Ordinal).ToList()
            : [];
        if (exports.Count == 1)
        {
            yield return $"{exports[0]} is an export with a manifest; without 'manifest: none' it is read with all its checks";
        }
        else if (exports.Count > 1)
        {
            yield return $"{path} holds {exports.Count} exports with manifests "
                + $"({string.Join(", ", exports.Take(3).Select(Path.GetFileName))}{(exports.Count > 3 ? ", …" : "")}), and 'manifest: "
                + "none' reads the files of all of them as one; leave it out, and name the export with 'export' or all of them with "
                + "'exports: all'";
        }
    }

    private List<FileInfo> Find()
    {
        if (File.Exists(path))
            return [new FileInfo(path)];

        if (!Directory.Exists(path))
            throw new SourceException($"{path}: does not exist; set 'path' under 'source:' to a folder with DynamoDB JSON, or to one file");

        var files = new DirectoryInfo(path).EnumerateFiles("*", Below)
            .Where(static file => Array.Exists(Extensions, end => file.Name.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
            .Where(static file => file.Name is not (ManifestSummary.FileName or ExportManifest.FilesName))
            .ToList();
        return files.Count > 0
            ? files
            : throw new SourceException(
                $"{path}: holds no files to read; looked for {string.Join(", ", Extensions)} in it and in all folders below");
    }

    private static bool IsGzip(FileStream bytes)
    {
        Span<byte> head = stackalloc byte[DataFile.HeadLength];
        var read = bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        bytes.Position = 0;
        return DataFile.IsGzipHead(head[..read]);
    }
}

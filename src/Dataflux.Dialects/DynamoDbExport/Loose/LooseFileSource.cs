using System.Runtime.CompilerServices;
using Dataflux.Dialects.Lines;
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
    private PartFiles? _files;
    private ScanPages _pages = new([]);

    public Task<Export> OpenAsync(CancellationToken cancellation)
    {
        var files = PartFiles.Find(path, Extensions, "DynamoDB JSON")
            .Without(static name => name is ManifestSummary.FileName or ExportManifest.FilesName);
        _files = files.Parts.Count > 0 ? files : throw new SourceException(
            $"{path}: holds no files to read but manifests; looked for {string.Join(", ", Extensions)}");
        _pages = new(files.Parts.Select(static part => part.Name));
        return Task.FromResult(new Export
        {
            Id = $"files without manifest in {path}",
            Location = path,
            Parts = files.Parts,
            Time = files.Newest,
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
        var location = _files!.LocationOf(part);
        await using var json = PartFiles.OpenText(location);
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
}

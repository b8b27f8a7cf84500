using System.Runtime.CompilerServices;
using Dataflux.Dialects.Files.Csv;
using Dataflux.Dialects.Files.Json;
using Dataflux.Dialects.Lines;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Files.Reading;

/// <summary>Files with records, each a part: lines of CSV or JSON.</summary>
internal sealed class FileSource(FileSourceOptions options) : ISource
{
    // Written by OpenAsync, before any file is read.
    private PartFiles? _files;

    public Task<Export> OpenAsync(CancellationToken cancellation)
    {
        _files = !Path.Exists(options.Path) && Path.GetFileName(options.Path).AsSpan().ContainsAny('*', '?')
            ? PartFiles.Match(options.Path)
            : PartFiles.Find(options.Path, options.Endings, options.Format is null ? "lines of JSON" : "CSV");
        return Task.FromResult(new Export
        {
            Id = $"files in {options.Path}",
            Location = options.Path,
            Parts = _files.Parts,
            Time = _files.Newest,
            Notices =
            [
                "nothing says which files and how many records there must be, so a missing file, or one cut off at the end of a line, is "
                    + "not noticed; files are read in the order of their names",
            ],
        });
    }

    public async IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var location = _files!.LocationOf(part);
        await using var text = PartFiles.OpenText(location);
        Func<ItemBlock?> read = options.Format is { } format
            ? new CsvBlocks(text, location, format).Read
            : new ItemBlockReader(text, location, new PlainJson(location).Parse).Read;
        while (read() is { } block)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return block;
        }
    }

    public Failure Classify(Exception exception) => FileFailures.Classify(exception);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

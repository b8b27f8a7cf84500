using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;

namespace Dataflux.Dialects.Lines;

/// <summary>Files of this machine that no manifest describes, each a part; their order is that of their names.</summary>
internal sealed record PartFiles
{
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true };
    private static readonly byte[] GzipMagic = [0x1f, 0x8b];

    private PartFiles(string root, IEnumerable<FileInfo> files)
    {
        Root = root;
        var parts = new List<SourcePart>();
        foreach (var file in files)
        {
            var written = new DateTimeOffset(file.LastWriteTimeUtc);
            Newest = written > Newest ? written : Newest;
            parts.Add(new SourcePart
            {
                Name = Path.GetRelativePath(root, file.FullName).Replace('\\', '/'),
                Size = file.Length,
                Fingerprint = $"{file.Length} bytes, {written:O}",
            });
        }

        parts.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        Parts = parts;
    }

    /// <summary>The folder that names of parts are relative to.</summary>
    internal string Root { get; }

    internal IReadOnlyList<SourcePart> Parts { get; }

    /// <summary>When the newest of them was written.</summary>
    internal DateTimeOffset Newest { get; } = DateTimeOffset.UnixEpoch;

    /// <summary>Finds them.</summary>
    /// <param name="path">A folder, or one file; absolute.</param>
    /// <param name="endings">How names end in a folder and in all below it; one file may have any name.</param>
    /// <param name="wanted">What is looked for, for people.</param>
    /// <exception cref="SourceException">There are none.</exception>
    internal static PartFiles Find(string path, IReadOnlyList<string> endings, string wanted)
    {
        if (File.Exists(path))
            return new(Path.GetDirectoryName(path)!, [new FileInfo(path)]);

        if (!Directory.Exists(path))
            throw new SourceException($"{path}: does not exist; set 'path' under 'source:' to a folder with {wanted}, or to one file");

        var found = new PartFiles(path, new DirectoryInfo(path).EnumerateFiles("*", Below)
            .Where(file => endings.Any(end => file.Name.EndsWith(end, StringComparison.OrdinalIgnoreCase))));
        return found.Parts.Count > 0
            ? found
            : throw new SourceException(
                $"{path}: holds no files to read; looked for {string.Join(", ", endings)} in it and in all folders below");
    }

    /// <summary>Finds those of one folder whose names fit a pattern.</summary>
    /// <param name="pattern">An absolute path with <c>*</c> or <c>?</c> in the name.</param>
    /// <exception cref="SourceException">There are none.</exception>
    internal static PartFiles Match(string pattern)
    {
        var root = Path.GetDirectoryName(pattern)!;
        var found = Directory.Exists(root)
            ? new PartFiles(root, new DirectoryInfo(root).EnumerateFiles(Path.GetFileName(pattern)))
            : throw new SourceException($"{root}: does not exist; '*' and '?' may be in the name of a file, not in those of folders");
        return found.Parts.Count > 0
            ? found
            : throw new SourceException($"{pattern}: no file has such a name; set 'path' under 'source:'");
    }

    /// <summary>The same without some.</summary>
    internal PartFiles Without(Func<string, bool> isUnwanted) =>
        new(Root, Parts.Where(part => !isUnwanted(part.ShortName)).Select(part => new FileInfo(LocationOf(part))));

    /// <summary>Where a part is.</summary>
    internal string LocationOf(SourcePart part) => Path.Combine(Root, part.Name);

    /// <summary>Opens a file's text: what is gzip is known by its first bytes, whatever its name.</summary>
    internal static Stream OpenText(string location)
    {
        var bytes = new FileStream(location, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
        Span<byte> head = stackalloc byte[GzipMagic.Length];
        var read = bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        bytes.Position = 0;
        return IsGzip(head[..read]) ? StrictGzip.Open(bytes, leaveOpen: false) : bytes;
    }

    /// <summary>Whether bytes begin as gzip does.</summary>
    internal static bool IsGzip(ReadOnlySpan<byte> head) => head.StartsWith(GzipMagic);
}

using Dataflux.Dialects.Files.Json;
using Dataflux.Dialects.Lines;

namespace Dataflux.Dialects.Files.Reading;

/// <summary>What files are that somebody names on a command line.</summary>
internal static class NamedFiles
{
    private const int HeadLength = 4096;
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>The options that mean them; <see langword="null"/>: they hold something else.</summary>
    internal static IReadOnlyDictionary<string, string>? Locate(string place, string workingDirectory)
    {
        var path = Path.GetFullPath(place, workingDirectory);
        var files = File.Exists(path) ? [path] : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", Below) : [];
        Dictionary<string, string>? options = null;
        foreach (var file in files)
        {
            var name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
            if (Path.GetFileName(file).StartsWith("manifest-", StringComparison.Ordinal))
                return null; // an export

            options ??= Path.GetExtension(name).ToUpperInvariant() switch
            {
                ".CSV" => Options(path, FileSourceOptions.Csv),
                ".TSV" => new(Options(path, FileSourceOptions.Csv)) { [FileSourceOptions.DelimiterName] = "tab" },
                ".NDJSON" or ".JSONL" when IsPlain(file) => Options(path, FileSourceOptions.Json),
                _ => null,
            };
        }

        return options;
    }

    private static Dictionary<string, string> Options(string path, string format) =>
        new() { [FileSourceOptions.PathName] = path, [FileSourceOptions.FormatName] = format };

    // An object whose first line is whole, and whose values have no types.
    private static bool IsPlain(string file)
    {
        try
        {
            using var text = PartFiles.OpenText(file);
            var head = new byte[HeadLength];
            var read = head.AsSpan(0, text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)).TrimStart("\uFEFF \t\r\n"u8);
            var line = read.IndexOf((byte)'\n') is >= 0 and var end ? read[..end].TrimEnd(" \t\r"u8) : read;
            return line.StartsWith("{"u8) && line.Length > 1 && !PlainJson.IsTyped(line);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using System.Text.Json;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>One data file as <c>manifest-files.json</c> describes it.</summary>
/// <param name="Key">The object's key, relative to the root of the bucket it was exported to.</param>
/// <param name="ItemCount">Non-empty lines in the file.</param>
/// <param name="Md5">Base64 of the MD5 of the compressed bytes; <see langword="null"/> when the manifest has none.</param>
/// <param name="ETag">The object's ETag when it was written; not a checksum of the bytes for multipart uploads.</param>
internal sealed record ManifestFile(string Key, long ItemCount, string? Md5, string? ETag)
{
    private const int Md5Base64Length = 24;

    /// <summary>Whether the lines are Ion text instead of DynamoDB JSON; the summary manifest says it.</summary>
    internal bool IsIon { get; init; }

    /// <summary>Whether the lines are changes; the summary manifest says it.</summary>
    internal bool IsIncremental { get; init; }

    /// <summary>What the engine sees of the file.</summary>
    /// <param name="size">
    /// The size in bytes, also a last resort to tell that the content changed; <see langword="null"/> when it is not known.
    /// </param>
    internal SourcePart ToPart(long? size) =>
        new() { Name = Key, ItemCount = ItemCount, Size = size, Fingerprint = Md5 ?? ETag ?? $"{size ?? 0} bytes" };

    internal static ManifestFile Read(JsonElement entry, int number, string location)
    {
        var key = ManifestJson.Text(entry, "dataFileS3Key")
            ?? throw new SourceException($"{location}: entry {number} has no dataFileS3Key; copy the export's manifests again");
        var count = ManifestJson.Integer(entry, "itemCount");
        if (count is null or < 0)
            throw new SourceException($"{location}: entry {number} ({key}) has no valid itemCount; copy the export's manifests again");

        var md5 = ManifestJson.Text(entry, "md5Checksum");
        if (md5 is not null && md5.Length != Md5Base64Length)
        {
            throw new SourceException(
                $"{location}: entry {number} ({key}) has the md5Checksum '{md5}', expected {Md5Base64Length} characters of base64; "
                    + "copy the export's manifests again");
        }

        return new ManifestFile(key, count.Value, md5, ManifestJson.Text(entry, "etag"));
    }
}

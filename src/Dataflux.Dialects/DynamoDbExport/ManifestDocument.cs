using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>The bytes of a manifest with the checksum that lies beside it.</summary>
/// <param name="Location">Where it was found, for people.</param>
/// <param name="Json">The exact bytes.</param>
/// <param name="Checksum">The text of the <c>.md5</c> file: base64 of the MD5 of <paramref name="Json"/>; <see langword="null"/> when
/// there is none.</param>
internal sealed record ManifestDocument(string Location, ReadOnlyMemory<byte> Json, string? Checksum)
{
    /// <summary>The names of the file with the checksum, best first: real exports have <c>.md5</c>, AWS's documentation also says
    /// <c>.checksum</c>.</summary>
    internal static IReadOnlyList<string> ChecksumExtensions { get; } = [".md5", ".checksum"];

    /// <summary>The bytes, once they are known to be the ones AWS wrote.</summary>
    /// <exception cref="SourceException">The checksum is of other bytes.</exception>
    internal ReadOnlySpan<byte> VerifiedJson()
    {
        if (Checksum?.Trim() is { Length: > 0 } expected)
        {
            var actual = ManifestChecksum.Of(Json.Span);
            if (actual != expected)
            {
                throw new SourceException($"{Location}: the MD5 is {actual}, but the checksum file beside it says {expected}; copy "
                    + "the export's manifests again");
            }
        }

        return Json.Span;
    }
}

using System.IO.Compression;

namespace Dataflux.Dialects.Lines;

/// <summary>
/// Gzip that never ends early in silence. The runtime takes a truncated stream for a complete one unless the host's
/// runtimeconfig sets <c>System.IO.Compression.UseStrictValidation</c>; a host that does not is refused.
/// </summary>
internal static class StrictGzip
{
    private const int TrailerLength = 8;
    private static readonly Lazy<bool> TruncationIsAnError = new(Probe);

    /// <summary>Opens all members of a gzip stream.</summary>
    /// <param name="compressed">The stream.</param>
    /// <param name="leaveOpen">Whether it stays open when what is returned is closed.</param>
    /// <exception cref="InvalidOperationException">The host would read truncated files without an error.</exception>
    internal static Stream Open(Stream compressed, bool leaveOpen = true) => TruncationIsAnError.Value
        ? new GZipStream(compressed, CompressionMode.Decompress, leaveOpen)
        : throw new InvalidOperationException(
            "this program would read truncated gzip files without an error; set System.IO.Compression.UseStrictValidation to true "
                + "in its runtimeconfig");

    /// <summary>Tries it, instead of trusting the switch's name: the runtime reads the switch only once, whoever was first.</summary>
    private static bool Probe()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write("{}\n"u8);

        compressed.SetLength(compressed.Length - TrailerLength);
        compressed.Position = 0;
        try
        {
            using var truncated = new GZipStream(compressed, CompressionMode.Decompress);
            truncated.CopyTo(Stream.Null);
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Dataflux.Definitions.Packs;

/// <summary>Writes packs: zip files without compression and without times, so that the same input gives the same bytes.</summary>
internal static class PackFile
{
    /// <summary>How a pack's name ends.</summary>
    internal const string Extension = ".dfpack";

    private const int FilePermissions = 0x81A4 << 16; // an ordinary file, 0644
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The bytes of a pack.</summary>
    internal static byte[] Write(PackManifest manifest, IReadOnlyDictionary<string, byte[]> parts)
    {
        var described = manifest.ToBytes();
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            Add(zip, PackManifest.FileName, described);
            Add(zip, PackManifest.HashFileName, PackManifest.HashOf(described));
            foreach (var part in manifest.Parts)
                Add(zip, part.Name, parts[part.Name]);
        }

        return bytes.ToArray();
    }

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    internal static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = FilePermissions;
        using var stream = entry.Open();
        stream.Write(content);
    }
}

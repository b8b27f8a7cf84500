using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dataflux.Engine;
using Dataflux.Profiles;

namespace Dataflux.Cli.Packing;

/// <summary>
/// Writes and reads packs: zip files without compression and without times, so that the same input gives the same bytes.
/// Reading checks everything before it hands anything out.
/// </summary>
internal static class PackFile
{
    /// <summary>How a pack's name ends.</summary>
    internal const string Extension = ".dfpack";

    private const int MaxEntries = 5_000;
    private const long MaxBytes = 256L << 20;
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
            Add(zip, PackManifest.HashFileName, Encoding.ASCII.GetBytes(HashLine(described)));
            foreach (var part in manifest.Parts)
            {
                Add(zip, part.Name, parts[part.Name]);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Reads and verifies a pack.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="shown">The file as the user would name it.</param>
    /// <exception cref="ProblemsException">It is none, was altered, or was made for another contract.</exception>
    internal static PackContent Read(byte[] bytes, string shown)
    {
        var entries = ReadEntries(bytes, shown);
        var manifest = ReadManifest(entries, shown);
        CheckContract(manifest, shown);
        var listed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in manifest.Parts)
        {
            if (!PackName.IsSafe(part.Name) || !listed.Add(part.Name))
                throw Refused(shown, PackCode.Unsafe, $"its manifest lists '{part.Name}', which leads out of a pack or is there twice; do not use this file");

            if (!entries.Remove(part.Name, out var content))
                throw Refused(shown, PackCode.Altered, $"'{part.Name}' is missing, which its manifest lists; get the pack again");

            if (content.Length != part.Size || Sha256(content) != part.Sha256)
                throw Refused(shown, PackCode.Altered, $"'{part.Name}' is not what was packed: its SHA-256 is {Sha256(content)}, the manifest says {part.Sha256}; get the pack again");

            entries[part.Name] = content;
        }

        var names = manifest.Parts.Select(part => part.Name).ToHashSet(StringComparer.Ordinal);
        if (entries.Keys.FirstOrDefault(name => !names.Contains(name)) is { } extra)
            throw Refused(shown, PackCode.Altered, $"'{extra}' is in it, which its manifest does not list; get the pack again");

        foreach (var needed in new[] { manifest.Definition, manifest.Profile })
        {
            if (!entries.ContainsKey(needed))
                throw Refused(shown, PackCode.Altered, $"'{needed}' is missing, which its manifest names; get the pack again");
        }

        return new PackContent(manifest, entries);
    }

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    internal static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static Dictionary<string, byte[]> ReadEntries(byte[] bytes, string shown)
    {
        var entries = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var left = MaxBytes;
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
            if (zip.Entries.Count > MaxEntries)
                throw Refused(shown, PackCode.Unsafe, $"it has {zip.Entries.Count} entries; a pack has at most {MaxEntries}");

            foreach (var entry in zip.Entries)
            {
                if (!PackName.IsSafe(entry.FullName))
                    throw Refused(shown, PackCode.Unsafe, $"it has an entry '{Printable(entry.FullName)}', which leads out of a pack; do not use this file");

                var content = ReadEntry(entry, left)
                    ?? throw Refused(shown, PackCode.Unsafe, $"its entries are larger than {MaxBytes >> 20} MB together; do not use this file");
                left -= content.Length;
                if (!entries.TryAdd(entry.FullName, content))
                    throw Refused(shown, PackCode.Altered, $"'{entry.FullName}' is in it twice; get the pack again");
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw Refused(shown, PackCode.NotAPack, $"is no pack, or a damaged one ({e.Message}); get it again, or make one with: dataflux pack");
        }

        return entries;
    }

    // What an entry says of its size is not believed.
    private static byte[]? ReadEntry(ZipArchiveEntry entry, long limit)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        Span<byte> buffer = stackalloc byte[16 * 1024];
        while (from.Read(buffer) is > 0 and var read)
        {
            if (to.Length + read > limit)
                return null;

            to.Write(buffer[..read]);
        }

        return to.ToArray();
    }

    private static PackManifest ReadManifest(Dictionary<string, byte[]> entries, string shown)
    {
        if (!entries.Remove(PackManifest.FileName, out var json) || PackManifest.FormatOf(json) is not { } format)
            throw Refused(shown, PackCode.NotAPack, $"is no pack: it has no {PackManifest.FileName} of one; make one with: dataflux pack");

        if (format != PackManifest.CurrentFormat)
            throw Refused(shown, PackCode.NotAPack, $"is a pack of format {format}; this dataflux reads format {PackManifest.CurrentFormat}; use a dataflux that is newer");

        if (!entries.Remove(PackManifest.HashFileName, out var hash) || !hash.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(HashLine(json))))
            throw Refused(shown, PackCode.Altered, $"its {PackManifest.FileName} is not what was packed; get the pack again");

        try
        {
            var manifest = PackManifest.Parse(json);
            return manifest.Folder.Length == 0 || PackName.IsSafe(manifest.Folder)
                ? manifest
                : throw Refused(shown, PackCode.Unsafe, $"its folder '{Printable(manifest.Folder)}' leads out of a project; do not use this file");
        }
        catch (JsonException e)
        {
            throw Refused(shown, PackCode.NotAPack, $"its {PackManifest.FileName} cannot be read ({e.Message}); make the pack anew with: dataflux pack");
        }
    }

    private static void CheckContract(PackManifest manifest, string shown)
    {
        if (!Version.TryParse(manifest.Contract, out var wanted))
            throw Refused(shown, PackCode.NotAPack, $"its contract '{Printable(manifest.Contract)}' is no version; make the pack anew with: dataflux pack");

        var here = Version.Parse(ProfileContract.Version);
        if (wanted.Major == here.Major && wanted.Minor <= here.Minor)
            return;

        throw Refused(shown, PackCode.OtherContract, wanted > here
            ? $"was made for contract {manifest.Contract} by dataflux {manifest.Dataflux}; this dataflux has contract {here}: use a newer one"
            : $"was made for contract {manifest.Contract}; this dataflux has contract {here}, which changed what profiles may use: use a dataflux with contract {wanted.Major}.x, "
                + "or correct the profile and pack it anew");
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = FilePermissions;
        using var stream = entry.Open();
        stream.Write(content);
    }

    private static string HashLine(byte[] json) => $"{Sha256(json)}  {PackManifest.FileName}\n";

    private static string Printable(string text) => string.Concat(text.Take(200).Select(letter => char.IsControl(letter) ? '?' : letter));

    private static ProblemsException Refused(string shown, string code, string message) => new([new Problem(shown, 0, 0, code, message)]);
}

using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Definitions.Packs;

/// <summary>Reads a pack, and checks everything before it hands anything out.</summary>
internal sealed class PackReader
{
    private const int MaxEntries = 5_000;

    /// <summary>The largest pack, and the largest sum of its unpacked entries, in bytes.</summary>
    internal const long MaxBytes = 256L << 20;

    private readonly string _shown;
    private readonly Dictionary<string, byte[]> _entries = new(StringComparer.Ordinal);

    private PackReader(string shown) => _shown = shown;

    /// <summary>Reads and verifies a pack.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="shown">The file as the user would name it.</param>
    /// <exception cref="ProblemsException">It is none, was altered, or was made for another contract.</exception>
    internal static PackContent Read(byte[] bytes, string shown)
    {
        var reader = new PackReader(shown);
        reader.ReadEntries(bytes);
        var manifest = reader.ReadManifest();
        reader.CheckContract(manifest);
        reader.CheckParts(manifest);
        return new PackContent(manifest, reader._entries);
    }

    /// <summary>A pack is larger than packs may be.</summary>
    internal static ProblemsException TooLarge(string shown) =>
        new PackReader(shown).Refused(ProblemCode.Unsafe, $"it is larger than {MaxBytes >> 20} MB, which no pack is; do not use this file");

    private void ReadEntries(byte[] bytes)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
            if (zip.Entries.Count > MaxEntries)
                throw Refused(ProblemCode.Unsafe, $"it has {zip.Entries.Count} entries; a pack has at most {MaxEntries}");

            var left = MaxBytes;
            foreach (var entry in zip.Entries)
                left -= Add(entry, left);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw Refused(ProblemCode.NotAPack,
                $"is no pack, or a damaged one ({e.Message}); get it again, or make one with: dataflux pack");
        }
    }

    private long Add(ZipArchiveEntry entry, long limit)
    {
        if (!PackName.IsSafe(entry.FullName))
        {
            throw Refused(
                ProblemCode.Unsafe, $"it has an entry '{Printable(entry.FullName)}', which leads out of a pack; do not use this file");
        }

        // What an entry says of its size is not believed.
        using var from = entry.Open();
        using var to = new MemoryStream();
        Span<byte> buffer = stackalloc byte[16 * 1024];
        while (from.Read(buffer) is > 0 and var read)
        {
            if (to.Length + read > limit)
                throw TooLarge(_shown);

            to.Write(buffer[..read]);
        }

        return _entries.TryAdd(entry.FullName, to.ToArray())
            ? to.Length
            : throw Refused(ProblemCode.Altered, $"'{entry.FullName}' is in it twice; get the pack again");
    }

    private PackManifest ReadManifest()
    {
        if (!_entries.Remove(PackManifest.FileName, out var json) || PackManifest.FormatOf(json) is not { } format)
            throw Refused(ProblemCode.NotAPack, $"is no pack: it has no {PackManifest.FileName} of one; make one with: dataflux pack");

        if (format != PackManifest.CurrentFormat)
        {
            throw Refused(ProblemCode.NotAPack,
                $"is a pack of format {format}; this dataflux reads format {PackManifest.CurrentFormat}; use a dataflux that is newer");
        }

        if (!_entries.Remove(PackManifest.HashFileName, out var hash) || !hash.AsSpan().SequenceEqual(PackManifest.HashOf(json)))
            throw Refused(ProblemCode.Altered, $"its {PackManifest.FileName} is not what was packed; get the pack again");

        try
        {
            var manifest = PackManifest.Parse(json);
            if (manifest.Parts.Contains(null!))
                throw new JsonException("a part is null");

            return manifest.Folder.Length == 0 || PackName.IsSafe(manifest.Folder)
                ? manifest
                : throw Refused(ProblemCode.Unsafe,
                    $"its folder '{Printable(manifest.Folder)}' leads out of a project; do not use this file");
        }
        catch (JsonException e)
        {
            throw Refused(
                ProblemCode.NotAPack, $"its {PackManifest.FileName} cannot be read ({e.Message}); make the pack again with: dataflux pack");
        }
    }

    private void CheckContract(PackManifest manifest)
    {
        if (!Version.TryParse(manifest.Contract, out var wanted))
        {
            throw Refused(
                ProblemCode.NotAPack,
                $"its contract '{Printable(manifest.Contract)}' is no version; make the pack again with: dataflux pack");
        }

        var here = Version.Parse(ProfileContract.Version);
        if (wanted.Major == here.Major && wanted.Minor <= here.Minor)
            return;

        var made = $"was made for contract {manifest.Contract} by dataflux {Printable(manifest.Dataflux)}; this dataflux has "
            + $"contract {here}";
        throw Refused(ProblemCode.OtherContract, wanted > here
            ? $"{made}: use a newer one"
            : $"{made}, which changed what profiles may use: use a dataflux with contract {wanted.Major}.x, or correct the profile and "
                + "pack it again");
    }

    private void CheckParts(PackManifest manifest)
    {
        // Some systems take names that differ in case for the same.
        var listed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in manifest.Parts)
        {
            if (!PackName.IsSafe(part.Name) || !listed.Add(part.Name))
            {
                throw Refused(ProblemCode.Unsafe,
                    $"its manifest lists '{Printable(part.Name)}', which leads out of a pack or is there twice; do not use this file");
            }

            if (!_entries.TryGetValue(part.Name, out var content))
                throw Refused(ProblemCode.Altered, $"'{part.Name}' is missing, which its manifest lists; get the pack again");

            if (content.Length != part.Size || PackFile.Sha256(content) != part.Sha256)
            {
                throw Refused(ProblemCode.Altered,
                    $"'{part.Name}' is not what was packed: its SHA-256 is {PackFile.Sha256(content)}, not {part.Sha256}; get the "
                    + "pack again");
            }
        }

        var names = manifest.Parts.Select(part => part.Name).ToHashSet(StringComparer.Ordinal);
        if (_entries.Keys.FirstOrDefault(name => !names.Contains(name)) is { } extra)
            throw Refused(ProblemCode.Altered, $"'{extra}' is in it, which its manifest does not list; get the pack again");

        foreach (var needed in new[] { manifest.Definition, manifest.Profile }.Where(needed => !names.Contains(needed)))
            throw Refused(ProblemCode.Altered, $"'{Printable(needed)}' is missing, which its manifest names; get the pack again");

        if (manifest.Sample is { } sample && !names.Any(name => name.StartsWith(sample.Folder + "/", StringComparison.Ordinal)))
        {
            throw Refused(
                ProblemCode.Altered, $"the sample '{Printable(sample.Folder)}' is missing, which its manifest names; get the pack again");
        }
    }

    private static string Printable(string text) => string.Concat(text.Take(200).Select(letter => char.IsControl(letter) ? '?' : letter));

    private ProblemsException Refused(string code, string message) => new([new Problem(_shown, 0, 0, code, message)]);
}

using System.Security.Cryptography;
using System.Text;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Definitions.Packs;

/// <summary>
/// The private folder a pack is unpacked to, so that everything behind the lookup works on files: <c>.dataflux/packs/</c>, by the pack's
/// SHA-256 and place. The folder is compared with the pack at every use; what differs is written again. In a project that cannot be
/// written it is a temporary folder.
/// </summary>
/// <param name="Root">The folder with the parts, absolute.</param>
/// <param name="Place">The pack itself, absolute.</param>
internal sealed record PackFolder(string Root, string Place)
{
    private const string PlaceFile = "place";
    private PackManifest? _manifest;

    /// <summary>The pack's manifest.</summary>
    internal PackManifest Manifest => _manifest ??= PackManifest.Parse(File.ReadAllBytes(Path.Combine(Root, PackManifest.FileName)));

    /// <summary>The definition.</summary>
    internal string Definition => PathOf(Manifest.Definition);

    /// <summary>The profile's main script.</summary>
    internal string Profile => PathOf(Manifest.Profile);

    /// <summary>The folder of the sample; <see langword="null"/> when there is none.</summary>
    internal string? Sample => Manifest.Sample is { } sample ? PathOf(sample.Folder) : null;

    /// <summary>The folder that the definition's paths to data are relative to: where the definition would be in the project.</summary>
    internal string DataFolder(string project) =>
        Path.GetFullPath(Path.Combine(project, Manifest.Folder, PackName.FolderOf(Manifest.Definition)));

    /// <summary>Where a part is that the definition names by its path.</summary>
    /// <param name="path">The path as it would be in the project, absolute.</param>
    /// <param name="project">The project's folder, absolute.</param>
    internal string PathOf(string path, string project) =>
        Path.GetFullPath(Path.GetRelativePath(DataFolder(project), path), Path.GetDirectoryName(PathOf(Manifest.Definition))!);

    /// <summary>Opens a pack.</summary>
    /// <param name="pack">The pack, absolute.</param>
    /// <param name="project">The project's folder, absolute.</param>
    /// <param name="shown">The pack as the user would name it.</param>
    /// <exception cref="ProblemsException">It is refused.</exception>
    internal static PackFolder Open(string pack, string project, string shown)
    {
        try
        {
            if (new FileInfo(pack).Length > PackReader.MaxBytes)
                throw PackReader.TooLarge(shown);

            var bytes = File.ReadAllBytes(pack);
            var content = PackReader.Read(bytes, shown);
            var folder = FolderFor(KeyOf(bytes, pack), Path.Combine(project, ".dataflux"));
            var root = Path.Combine(folder, Path.GetFileName(pack));
            Replace(folder, Path.Combine(folder, PlaceFile), Encoding.UTF8.GetBytes(pack), null);
            Unpack(folder, root, content);
            return new PackFolder(root, pack);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the pack {shown} cannot be unpacked: {e.Message}");
        }
    }

    /// <summary>The pack that a file was unpacked from; <see langword="null"/> for an ordinary file.</summary>
    /// <param name="path">The file, absolute.</param>
    internal static PackFolder? Holding(string? path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!folder.EndsWith(PackFile.Extension, StringComparison.Ordinal))
                continue;

            var place = Path.Combine(Path.GetDirectoryName(folder)!, PlaceFile);
            if (File.Exists(place))
                return new PackFolder(folder, File.ReadAllText(place));
        }

        return null;
    }

    private string PathOf(string name) => Path.GetFullPath(name, Root);

    private static string FolderFor(string key, string states)
    {
        try
        {
            var folder = Path.Combine(states, "packs", key);
            StateFolder.MakePrivate(Path.GetDirectoryName(folder)!);
            StateFolder.MakePrivate(folder);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var folder = Directory.CreateTempSubdirectory("dataflux-pack-").FullName;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveIfThere(folder);
            return folder;
        }
    }

    // The process ends: what cannot be removed is left to the system.
    private static void RemoveIfThere(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string KeyOf(byte[] bytes, string pack)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(bytes);
        sha.AppendData(Encoding.UTF8.GetBytes(pack));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static void Unpack(string folder, string root, PackContent content)
    {
        var wanted = new Dictionary<string, byte[]>(content.Parts, StringComparer.Ordinal)
        {
            [PackManifest.FileName] = content.Manifest.ToBytes(),
        };
        foreach (var (name, bytes) in wanted)
        {
            var path = Path.GetFullPath(name, root);
            if (!FolderPath.IsInside(path, root))
                throw new IOException($"'{name}' would be written outside {root}");

            StateFolder.MakePrivate(Path.GetDirectoryName(path)!);
            // Files without a manifest are as old as the newest of them: so a profile sees the time of the export they are from.
            var sample = content.Manifest.Sample;
            Replace(
                folder,
                path,
                bytes,
                sample is not null && name.StartsWith(sample.Folder + "/", StringComparison.Ordinal) ? sample.ExportTime : null);
        }

        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            if (!wanted.ContainsKey(Path.GetRelativePath(root, file).Replace('\\', '/')))
                File.Delete(file);
        }
    }

    /// <summary>Writes a file unless it is right already; another process may do the same at the same time.</summary>
    private static void Replace(string folder, string path, byte[] bytes, DateTimeOffset? time)
    {
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            // Beside the root, where another process deletes what does not belong to the pack.
            PrivateFile.Replace(path, bytes, temporary: Path.Combine(folder, $"{Path.GetRandomFileName()}.new"));
        }

        if (time is { } written && File.GetLastWriteTimeUtc(path) != written.UtcDateTime)
            File.SetLastWriteTimeUtc(path, written.UtcDateTime);
    }
}

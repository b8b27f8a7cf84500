using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dataflux.Dialects.PostgreSql.Embedded;
using Npgsql;

namespace Dataflux.IntegrationTests.Executable;

/// <summary>A folder like a fresh clone's: <c>dataflux.yaml</c> and <c>migrations/</c>, with a database of its own.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly Dictionary<string, string> _environment = [];

    private Workspace(string? connectionString)
    {
        Folder = Directory.CreateTempSubdirectory("dataflux-run-").FullName;
        var migrations = Directory.CreateDirectory(Path.Combine(Folder, "migrations")).FullName;
        File.Copy(Path.Combine(Repository, "dataflux.yaml"), Path.Combine(Folder, "dataflux.yaml"));
        foreach (var file in Directory.GetFiles(Path.Combine(Repository, "migrations"), "pictures*"))
            File.Copy(file, Path.Combine(migrations, Path.GetFileName(file)));

        CopyFolder(Path.Combine(Repository, "examples"), Path.Combine(Folder, "examples"));
        ConnectionString = connectionString;
        foreach (var name in new[] { "SERVER", "PORT", "PG_USER", "PASSWORD", "DATABASE", "DB_SSL", "MIGRATE_LOG_DIR" })
            _environment[name] = "";

        if (connectionString is not null)
        {
            CompiledScripts.ShareWith(Folder);
            var connection = new NpgsqlConnectionStringBuilder(connectionString);
            _environment["SERVER"] = connection.Host!;
            _environment["PORT"] = $"{connection.Port}";
            _environment["PG_USER"] = connection.Username!;
            _environment["DATABASE"] = connection.Database!;
        }
    }

    /// <summary>The repository's folder.</summary>
    internal static string Repository { get; } = FindRepository();

    internal string Folder { get; }

    internal string? ConnectionString { get; }

    internal string Profile => Path.Combine(Folder, "migrations", "pictures.csx");

    /// <summary>A workspace whose target is a new database of the test server.</summary>
    internal static async Task<Workspace> CreateAsync(PostgreSqlFixture server) => new(await server.CreateDatabaseAsync());

    /// <summary>A workspace whose target is a certain database.</summary>
    internal static Workspace CreateFor(string connectionString) => new(connectionString);

    /// <summary>A workspace where nothing is configured, so that dataflux runs its own PostgreSQL.</summary>
    internal static Workspace CreateUnconfigured() => new(connectionString: null);

    /// <summary>Makes an export with the project's generator, and has <c>pictures.yaml</c> read it.</summary>
    internal async Task<string> GenerateExportAsync(params string[] options)
    {
        var export = Path.Combine(Folder, "generated");
        using var generator = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Dataflux.SampleData.dll"), "--out", export, .. options])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
        await generator.StandardOutput.ReadToEndAsync();
        await generator.WaitForExitAsync();
        Assert.Equal(0, generator.ExitCode);
        _environment["PICTURES_EXPORT"] = export;
        return export;
    }

    /// <summary>Writes a file of the folder.</summary>
    internal void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    /// <summary>Sets a variable of the processes started from now on.</summary>
    internal void SetVariable(string name, string value) => _environment[name] = value;

    internal DatafluxProcess Start(params string[] arguments) => DatafluxProcess.Start(Folder, _environment, arguments);

    /// <summary>Sets a variable for the processes started from now on; <see langword="null"/> takes it away.</summary>
    internal Workspace Set(string name, string? value)
    {
        _environment.Remove(name);
        if (value is not null)
            _environment[name] = value;

        return this;
    }

    /// <summary>The state folder of <c>pictures</c>.</summary>
    internal string State => Path.Combine(Folder, ".dataflux", "pictures");

    /// <summary>Forgets state and logs, but not the compiled scripts.</summary>
    internal void ForgetState(string name = "pictures")
    {
        var folder = Path.Combine(Folder, ".dataflux", name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Forgets which runs there were, because one that repeats a complete run compares before it writes.</summary>
    internal void ForgetRuns() => File.Delete(Path.Combine(State, "runs.json"));

    /// <summary>Runs the executable to its end.</summary>
    internal async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        using var process = Start(arguments);
        return await process.EndsWithAsync(exitCode);
    }

    /// <summary>Runs a line of bash in the folder.</summary>
    /// <returns>The exit code.</returns>
    internal async Task<int> ShellAsync(string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", line])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;

        using var shell = Process.Start(start)!;
        await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return shell.ExitCode;
    }

    internal JsonElement Summary(string name = "pictures") =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, ".dataflux", name, "summary.json"))).RootElement;

    internal IReadOnlyList<JsonElement> Rejects(string name) =>
        [.. File.ReadLines(Path.Combine(Folder, ".dataflux", name, "rejects.ndjson")).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>What a statement gives: its first value, as text.</summary>
    internal async Task<string> SqlAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return $"{await command.ExecuteScalarAsync()}";
    }

    /// <summary>What a statement gives: its only column, in the order of its characters.</summary>
    internal async Task<List<string>> RowsAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand($"select row from ({sql}) as rows(row) order by row collate \"C\"", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add(reader.GetString(0));

        return rows;
    }

    internal async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Changes the profile by replacing one text, which must be there exactly once.</summary>
    internal void EditProfile(string from, string to)
    {
        var text = File.ReadAllText(Profile);
        Assert.Single(Regex.Matches(text, Regex.Escape(from)));
        File.WriteAllText(Profile, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        if (ConnectionString is not null)
            return;

        // Where root keeps databases outside the project, they would be left behind.
        foreach (var orphan in OrphanedCluster.Find().Where(orphan => orphan.Project.StartsWith(Folder, StringComparison.Ordinal)))
            orphan.Remove();
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dataflux.Scripted.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in the repository");

        return folder.FullName;
    }
}

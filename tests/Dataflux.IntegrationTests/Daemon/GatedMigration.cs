using System.Diagnostics;
using Dataflux.Cli.Monitoring;
using Dataflux.IntegrationTests.Executable;
using Npgsql;

namespace Dataflux.IntegrationTests.Daemon;

/// <summary>
/// A project in a folder of its own with the migration <c>gated</c>: three files of 200 items each. The batches of file n wait
/// for the advisory lock n, so that a test holds a run wherever it wants, for as long as it needs.
/// </summary>
internal sealed class GatedMigration : IAsyncDisposable
{
    internal const int Files = 3;
    internal const int ItemsPerFile = 200;

    /// <summary>The items that end in the table: of each file one is skipped and one rejected.</summary>
    internal const int Kept = Files * (ItemsPerFile - 2);
    private const string Observer = "test";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly NpgsqlDataSource _database;
    private readonly NpgsqlConnection _gate;

    private GatedMigration(NpgsqlDataSource database, NpgsqlConnection gate)
    {
        _database = database;
        _gate = gate;
    }

    internal string Folder { get; } = Directory.CreateTempSubdirectory("dataflux-gated-").FullName;

    internal string StateFolder => Path.Combine(Folder, ".dataflux", "gated");

    internal MigrationStatus Status => MigrationStatus.Read("gated", StateFolder);

    internal static async Task<GatedMigration> CreateAsync(PostgreSqlFixture postgres, string onComplete = "") =>
        await CreateAsync(await postgres.CreateDatabaseAsync(), onComplete);

    internal static async Task<GatedMigration> CreateAsync(string connection, string onComplete = "")
    {
        var database = NpgsqlDataSource.Create($"{connection};Application Name={Observer}");
        var migration = new GatedMigration(database, await database.OpenConnectionAsync());
        await migration.SqlAsync("create table thing (id text primary key, file int not null, n bigint not null)");
        migration.Use(connection);
        CompiledScripts.ShareWith(migration.Folder);
        migration.WriteProfile(onComplete);
        GatedExport.Write(Path.Combine(migration.Folder, "export"));
        return migration;
    }

    /// <summary>Holds the batches of a file; 0 is for <c>onComplete</c>.</summary>
    internal Task CloseGateAsync(int number) => SqlAsync($"select pg_advisory_lock({number})", _gate);

    internal Task OpenGateAsync(int number) => SqlAsync($"select pg_advisory_unlock({number})", _gate);

    internal async Task<long> CountAsync() => (long)(await SqlAsync("select count(*) from thing"))!;

    /// <summary>Breaks all of the run's connections.</summary>
    internal Task BreakConnectionsAsync() => SqlAsync(
        $"select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name <> '{Observer}'");

    /// <summary>Gives up the test's own idle connections, which led to a server that is gone.</summary>
    internal void ForgetConnections() => _database.Clear();

    /// <summary>Starts the real executable.</summary>
    internal Process Start(IReadOnlyList<string> arguments, params (string Name, string Value)[] environment) =>
        StartProgram(PublishedTool.Program, arguments, environment);

    /// <summary>Starts the real executable in a terminal, which util-linux's <c>script</c> makes.</summary>
    internal Process StartInTerminal(int columns, string arguments) =>
        StartProgram(
            "script",
            ["-qfec", $"stty cols {columns} rows 30; exec '{PublishedTool.Program}' {arguments}", "/dev/null"],
            ("TERM", "xterm"),
            ("NO_COLOR", "1"));

    /// <summary>Starts a program in the project's folder.</summary>
    internal Process StartProgram(string program, IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        return Process.Start(start)!;
    }

    /// <summary>Runs the real executable to its end.</summary>
    internal async Task<(int Code, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await EndAsync(process);
    }

    /// <summary>Waits for a process's end.</summary>
    internal static async Task<(int Code, string Out, string Error)> EndAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Waits for something the run does; looks whenever something changes in the project's folder.</summary>
    internal async Task UntilAsync(Func<MigrationStatus, bool> holds)
    {
        using var changed = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(Folder) { IncludeSubdirectories = true };
        watcher.Created += (_, _) => changed.Release();
        watcher.Changed += (_, _) => changed.Release();
        watcher.Renamed += (_, _) => changed.Release();
        watcher.Deleted += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        while (!holds(Status))
            Assert.True(await changed.WaitAsync(Patience), $"waited in vain; the status is {Status}");
    }

    /// <summary>Waits until a writer is held by a gate.</summary>
    internal async Task UntilHeldAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((long)(await SqlAsync("select count(*) from pg_locks where locktype = 'advisory' and not granted and "
                + "database = (select oid from pg_database where datname = current_database())"))! == 0)
        {
            await pace.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>
    /// Waits until no process runs the migration any more: a command that follows its log ends with it. After its lock is given
    /// back a run still writes its last lines.
    /// </summary>
    internal async Task UntilEndedAsync()
    {
        if (Status.Phase != RunPhase.NeverRun)
            await RunAsync("logs", "gated", "-f", "-n", "1");
    }

    public async ValueTask DisposeAsync()
    {
        // A test that failed may leave a daemon.
        if (Status is { Phase: RunPhase.Running, Pid: { } pid })
        {
            using var daemon = Process.GetProcessById(pid);
            daemon.Kill();
        }

        await UntilEndedAsync();
        await _gate.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal async Task<object?> SqlAsync(string sql, NpgsqlConnection? connection = null)
    {
        await using var command = connection is null ? _database.CreateCommand(sql) : new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Has the definition write into a database.</summary>
    internal void Use(string connection) => File.WriteAllText(Path.Combine(Folder, "gated.yaml"), $"""
            name: gated
            profile: gated.csx
            source:
              type: local-dynamodb
              path: export
            target:
              type: postgresql
              connection: {connection}
            batchSize: 100
            writers: 1
            """);

    private void WriteProfile(string onComplete) => File.WriteAllText(Path.Combine(Folder, "gated.csx"), $$"""
            record Row(string Id, int File, long N);

            [Table("thing")]
            record Thing([property: Key] string Id, int File, long N);

            Row? parseItem(Item item) => item.Int64("n") == 7 ? null : new(item.String("id"), item.Int32("file"), item.Int64("n"));

            Thing transform(IReadOnlyList<Row> rows) => rows[0].N == 11
                ? throw new InvalidOperationException("11 is not liked")
                : new(rows[0].Id, rows[0].File, rows[0].N);

            async Task<int> upsert(ISqlTarget target, IReadOnlyList<Thing> batch)
            {
                await target.Execute("select pg_advisory_xact_lock_shared($1)", (long)batch[0].File);
                return await target.Upsert(batch);
            }
            {{onComplete}}
            """);
}

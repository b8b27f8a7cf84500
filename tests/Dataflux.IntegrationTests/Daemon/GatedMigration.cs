using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Dataflux.Cli.Monitoring;
using Dataflux.Engine.State;
using Npgsql;

#pragma warning disable CA5351 // MD5 is what AWS writes into its manifests

namespace Dataflux.IntegrationTests.Daemon;

/// <summary>
/// A project in a folder of its own with the migration <c>gated</c>: three files of 200 items each. The batches of file n wait
/// for the advisory lock n, so that a test holds a run wherever it wants, for as long as it needs.
/// </summary>
internal sealed class GatedMigration : IAsyncDisposable
{
    internal const int Files = 3;
    internal const int ItemsPerFile = 200;
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

    internal static async Task<GatedMigration> CreateAsync(PostgreSqlFixture postgres, string onComplete = "")
    {
        var connection = await postgres.CreateDatabaseAsync();
        var database = NpgsqlDataSource.Create(connection);
        var migration = new GatedMigration(database, await database.OpenConnectionAsync());
        await migration.SqlAsync("create table thing (id text primary key, file int not null, n bigint not null)");
        migration.Write(connection, onComplete);
        return migration;
    }

    /// <summary>Holds the batches of a file; 0 is for <c>onComplete</c>.</summary>
    internal Task CloseGateAsync(int number) => SqlAsync($"select pg_advisory_lock({number})", _gate);

    internal Task OpenGateAsync(int number) => SqlAsync($"select pg_advisory_unlock({number})", _gate);

    internal async Task<long> CountAsync() => (long)(await SqlAsync("select count(*) from thing"))!;

    /// <summary>Starts the real executable.</summary>
    internal Process Start(IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "dataflux"), arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

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

    /// <summary>Waits for something the run does.</summary>
    internal async Task UntilAsync(Func<MigrationStatus, bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!holds(Status))
        {
            Assert.False(limit.IsCancellationRequested, $"waited in vain; the status is {Status}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A test that failed may leave a daemon.
        if (Status is { Phase: RunPhase.Running, Pid: { } pid })
        {
            using var daemon = Process.GetProcessById(pid);
            daemon.Kill();
        }

        // After its lock is given back a run still writes its last lines.
        if (StatusFile.Read(StateFolder) is { } last)
            await UntilAsync(_ => ProcessIdentity.Of(last.Pid) != last.Process);

        await _gate.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<object?> SqlAsync(string sql, NpgsqlConnection? connection = null)
    {
        await using var command = connection is null ? _database.CreateCommand(sql) : new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private void Write(string connection, string onComplete)
    {
        File.WriteAllText(Path.Combine(Folder, "gated.yaml"), $"""
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
        File.WriteAllText(Path.Combine(Folder, "gated.csx"), $$"""
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
        WriteExport(Path.Combine(Folder, "export"));
    }

    private static void WriteExport(string folder)
    {
        const string Key = "AWSDynamoDB/01715685260608-c488b4e1";
        var manifest = new StringBuilder();
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        for (var file = 1; file <= Files; file++)
        {
            using var bytes = new MemoryStream();
            using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            {
                for (var n = 1; n <= ItemsPerFile; n++)
                {
                    gzip.Write(Encoding.UTF8.GetBytes(
                        $$$"""{"Item":{"id":{"S":"{{{file}}}-{{{n}}}"},"file":{"N":"{{{file}}}"},"n":{"N":"{{{n}}}"} } }""" + "\n"));
                }
            }

            File.WriteAllBytes(Path.Combine(folder, "data", $"f{file}.json.gz"), bytes.ToArray());
            manifest.Append(
                $$"""{"itemCount":{{ItemsPerFile}},"md5Checksum":"{{Md5(bytes.ToArray())}}","etag":"x","dataFileS3Key":"{{Key}}/data/f{{file}}.json.gz"}""" + "\n");
        }

        WriteManifest(folder, "manifest-files", manifest.ToString());
        WriteManifest(folder, "manifest-summary", $$"""
            {"version":"2020-06-30","exportArn":"arn:aws:dynamodb:eu-central-1:1:table/Gated/export/01","startTime":"2024-05-14T11:14:20.608Z","endTime":"2024-05-14T11:19:26.869Z","tableArn":"arn:aws:dynamodb:eu-central-1:1:table/Gated","tableId":"11991185-e7ab-4da5-8bab-03f0db0b7bfd","exportTime":"2024-05-14T11:14:20.608Z","s3Bucket":"b","s3Prefix":null,"s3SseAlgorithm":"AES256","s3SseKmsKeyId":null,"manifestFilesS3Key":"{{Key}}/manifest-files.json","billedSizeBytes":19,"itemCount":{{Files * ItemsPerFile}},"outputFormat":"DYNAMODB_JSON"}
            """);
    }

    private static void WriteManifest(string folder, string name, string json)
    {
        File.WriteAllText(Path.Combine(folder, name + ".json"), json);
        File.WriteAllText(Path.Combine(folder, name + ".md5"), Md5(Encoding.UTF8.GetBytes(json)));
    }

    private static string Md5(byte[] bytes) => Convert.ToBase64String(MD5.HashData(bytes));
}

using System.Net;
using System.Net.Sockets;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>
/// Starts, attaches to and stops the server of a cluster. One process at a time (<see cref="ServerUsers.TakeTurnAsync"/>).
/// </summary>
internal sealed class ServerControl(ClusterRecord cluster, ServerAccount account, ServerPrograms programs)
{
    // Recovery after a crash reads up to max_wal_size of log.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan OrphansLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private const long LogLimit = 16 * 1024 * 1024;

    /// <summary>Attaches to the server when it runs (a killed dataflux leaves it running), otherwise starts it.</summary>
    public async Task<ServerEndpoint> RunAsync(CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < StartLimit)
        {
            if (!File.Exists(PostmasterFile.PathIn(cluster.Data)))
                return await StartAsync(cancellation);
            if (PostmasterFile.Read(cluster.Data) is { } postmaster)
            {
                if (!postmaster.IsAlive(cluster.Data))
                {
                    RemoveSocketFolder(postmaster);
                    File.Delete(PostmasterFile.PathIn(cluster.Data));
                    continue;
                }

                var endpoint = ServerEndpoint.Of(postmaster, cluster);
                if (await AcceptsAsync(endpoint, cancellation))
                    return endpoint;
            }
            else if (TimeProvider.System.GetElapsedTime(began) > OrphansLimit)
            {
                // The file is written within milliseconds of a start: this one was cut short by a crash.
                File.Delete(PostmasterFile.PathIn(cluster.Data));
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation); // it is starting, recovering or stopping
        }

        throw new TargetException(
            $"The embedded PostgreSQL in {cluster.Data} runs, but has not accepted a connection for {StartLimit.TotalMinutes:0} "
            + $"minutes.{LogTail()}");
    }

    /// <summary>Stops the server. Sessions are ended, what is committed is kept.</summary>
    /// <param name="wait">Waits for the end.</param>
    public async Task StopAsync(bool wait)
    {
        if (PostmasterFile.Read(cluster.Data) is not { } postmaster || !postmaster.IsAlive(cluster.Data))
            return;
        var (exit, output) = await account.RunAsync(
            [programs["pg_ctl"], "stop", "-D", ".", "-m", "fast", "-t", "600", wait ? "-w" : "-W"], cluster.Data, CancellationToken.None);
        if (exit != 0 && postmaster.IsAlive(cluster.Data))
        {
            throw new TargetException(
                $"The embedded PostgreSQL in {cluster.Data} (PID {postmaster.Pid}) could not be stopped: {output.Trim()}");
        }

        if (wait)
            RemoveSocketFolder(postmaster);
    }

    private async Task<ServerEndpoint> StartAsync(CancellationToken cancellation)
    {
        if (File.Exists(cluster.Log) && new FileInfo(cluster.Log).Length > LogLimit)
            File.Move(cluster.Log, cluster.Log + ".old", overwrite: true);

        var listen = cluster.Tcp ? $"-p {FreePort()}" : $"-p 5432 -k {await SocketFolderAsync(cancellation)}";
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var printed = LogLength();

            // pg_ctl gives the server a session of its own, so Ctrl+C in the terminal does not reach it. The data folder is
            // the working folder because pg_ctl hands paths to a shell, where "." is safe and a user's path is not.
            var (exit, output) = await account.RunAsync(
                [programs["pg_ctl"], "start", "-D", ".", "-l", "server.log", "-w", "-t", "600", "-o", listen],
                cluster.Data,
                cancellation,
                startsServer: true);
            if (exit == 0 && PostmasterFile.Read(cluster.Data) is { } postmaster)
                return ServerEndpoint.Of(postmaster, cluster);

            // Sessions of a killed server end by themselves, but not before their statement does.
            var orphans = LogFrom(printed).Contains("pre-existing shared memory block", StringComparison.Ordinal);
            if (!orphans || TimeProvider.System.GetElapsedTime(began) > OrphansLimit)
            {
                throw new TargetException(
                    $"The embedded PostgreSQL in {cluster.Data} did not start ({programs["pg_ctl"]}: {output.Trim()}).{LogTail()}");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    // A folder with a random name cannot have been prepared by someone else; postmaster.pid remembers it.
    private async Task<string> SocketFolderAsync(CancellationToken cancellation)
    {
        if (ServerEndpoint.Fits(cluster.Data))
            return cluster.Data;
        var folder = Directory.CreateTempSubdirectory("dataflux-").FullName;
        if (!ServerEndpoint.Fits(folder) || !await account.HandOverAsync(folder, cancellation))
        {
            Directory.Delete(folder);
            folder = $"/tmp/dataflux-{Guid.NewGuid():N}";
            await account.MakeFolderAsync(folder, cancellation);
        }

        return folder;
    }

    private void RemoveSocketFolder(PostmasterFile postmaster)
    {
        if (!cluster.Tcp && postmaster.SocketFolder != cluster.Data
            && Path.GetFileName(postmaster.SocketFolder).StartsWith("dataflux-", StringComparison.Ordinal)
            && Directory.Exists(postmaster.SocketFolder))
        {
            Directory.Delete(postmaster.SocketFolder, recursive: true);
        }
    }

    private static async Task<bool> AcceptsAsync(ServerEndpoint endpoint, CancellationToken cancellation)
    {
        var settings = endpoint.Connection(ServerEndpoint.MaintenanceDatabase);
        settings.Pooling = false;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (NpgsqlException e) when (PostgreSqlFailures.Classify(e).Kind == FailureKind.Transient)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private long LogLength() => File.Exists(cluster.Log) ? new FileInfo(cluster.Log).Length : 0;

    private string LogFrom(long position)
    {
        if (!File.Exists(cluster.Log))
            return string.Empty;
        using var file = new FileStream(cluster.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Min(position, file.Length);
        return new StreamReader(file).ReadToEnd();
    }

    private string LogTail()
    {
        var lines = LogFrom(Math.Max(0, LogLength() - 4096)).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(15);
        return $"{Environment.NewLine}The end of its log, "
            + $"{cluster.Log}:{Environment.NewLine}{string.Join(Environment.NewLine, lines.Select(line => "  " + line))}";
    }
}

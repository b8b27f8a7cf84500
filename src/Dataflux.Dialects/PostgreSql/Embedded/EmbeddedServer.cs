using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>
/// A private PostgreSQL server, for runs without a configured database. It belongs to a folder; every process that uses the folder
/// shares one server, and the last to leave stops it. A process that is killed leaves the server running for the next one.
/// </summary>
public sealed class EmbeddedServer : IAsyncDisposable
{
    /// <summary>The name of the database.</summary>
    public const string Database = "dataflux";

    /// <summary>The name of the database's owner, a superuser of this server.</summary>
    public const string User = "dataflux";

    private readonly ServerUsers _users;
    private readonly ServerControl _control;
    private readonly ServerPrograms _programs;
    private readonly ServerEndpoint _endpoint;
    private readonly ClusterRecord _cluster;
    private bool _disposed;

    private EmbeddedServer(
        string folder, ServerUsers users, ServerControl control, ServerPrograms programs, ServerEndpoint endpoint, ClusterRecord cluster) =>
        (Folder, _users, _control, _programs, _endpoint, _cluster) = (folder, users, control, programs, endpoint, cluster);

    // Who holds the turn for longer starts or stops the server, and looks after it.
    private static readonly TimeSpan TurnAtExit = TimeSpan.FromSeconds(5);

    /// <summary>The folder that the server belongs to; deleting it (while the server is stopped) gives an empty database.</summary>
    public string Folder { get; }

    /// <summary>
    /// The cluster's own folder: below <see cref="Folder"/>, unless the server runs as another user who cannot reach that.
    /// </summary>
    public string DataFolder => _cluster.Data;

    /// <summary>The server's log.</summary>
    public string LogFile => _cluster.Log;

    /// <summary>The folder of the server's programs; <c>psql</c> is usually there.</summary>
    public string BinFolder => _programs.Folder;

    /// <summary>For Npgsql. It holds a password on systems where the server listens on the loopback address (Windows).</summary>
    public string ConnectionString => _endpoint.Connection(Database).ConnectionString;

    /// <summary>The arguments that make <c>psql</c> connect.</summary>
    public IReadOnlyList<string> PsqlArguments => _endpoint.PsqlArguments;

    /// <summary>The environment variables that <c>psql</c> needs to connect; may hold a password.</summary>
    public IReadOnlyDictionary<string, string> PsqlEnvironment => _endpoint.PsqlEnvironment;

    /// <summary>Starts the server of a folder or attaches to it; makes it when it is not there yet.</summary>
    /// <param name="folder">The folder; made when it is missing.</param>
    /// <param name="cancellation">Stops the call; a server that nobody else uses is stopped too.</param>
    /// <returns>The server, accepting connections, with its database.</returns>
    /// <exception cref="TargetException">
    /// PostgreSQL is not installed, is of another version than the cluster, or does not start.
    /// </exception>
    public static Task<EmbeddedServer> StartAsync(string folder, CancellationToken cancellation) =>
        StartAsync(folder, Environment.GetEnvironmentVariable(ServerPrograms.FolderVariable), OperatingSystem.IsWindows(), cancellation);

    /// <summary>As above.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="binFolder">The only place to look for the programs; <see langword="null"/>: everywhere.</param>
    /// <param name="tcp">A new cluster listens on the loopback address instead of on a socket.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal static async Task<EmbeddedServer> StartAsync(string folder, string? binFolder, bool tcp, CancellationToken cancellation)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        try
        {
            var account = await ServerAccount.FindAsync(ClusterRecord.Read(folder)?.User, cancellation);
            PrivateFolder.Make(folder, passable: account.Owner is not null);
            using var turn = await ServerUsers.TakeTurnAsync(folder, cancellation);
            return await StartInTurnAsync(folder, binFolder, tcp, account, cancellation);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new TargetException(
                $"The folder of the embedded PostgreSQL, {folder}, cannot be used by user {Environment.UserName}: {e.Message} "
                + "Run as the user who made it, choose another state folder, or give target.connection.", e);
        }
    }

    /// <summary>The programs that a server would run of, and the folder of its data; nothing is fetched, made or started.</summary>
    /// <param name="folder">The folder; <see langword="null"/>: none is chosen.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">There are no programs.</exception>
    public static async Task<string> DescribeAsync(string? folder, CancellationToken cancellation)
    {
        var cluster = folder is null ? null : ClusterRecord.Read(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var account = await ServerAccount.FindAsync(cluster?.User, cancellation);
        var programs = await ServerPrograms.FindAsync(
            Environment.GetEnvironmentVariable(ServerPrograms.FolderVariable),
            cluster is { Ready: true } ? cluster.Major : null,
            folder ?? "",
            account,
            cancellation,
            mayFetch: false);
        var data = folder is null ? "" : $"; its data {(cluster is { Ready: true } ? "is" : "will be")} in {cluster?.Data ?? folder}";
        return $"a private PostgreSQL {programs.Major} of {programs.Folder}, run as user {account.Name}{data}";
    }

    /// <summary>Stops the server of a folder and deletes it with all its data.</summary>
    /// <param name="folder">The folder; nothing happens when it is not there.</param>
    /// <param name="cancellation">Stops the call before anything is deleted.</param>
    /// <exception cref="TargetException">Another process uses the server, or it cannot be deleted.</exception>
    public static async Task RemoveAsync(string folder, CancellationToken cancellation)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(folder))
            return;
        try
        {
            using (await ServerUsers.TakeTurnAsync(folder, cancellation))
            using (var users = ServerUsers.Join(folder))
            {
                if (users.HasOthers())
                    throw new TargetException($"The embedded PostgreSQL in {folder} is in use by another dataflux; end it first.");
                if (ClusterRecord.Read(folder) is { } cluster)
                {
                    var account = await ServerAccount.FindAsync(cluster.User, cancellation);
                    var programs = await ServerPrograms.FindAsync(
                        Environment.GetEnvironmentVariable(ServerPrograms.FolderVariable),
                        cluster.Ready ? cluster.Major : null,
                        folder,
                        account,
                        cancellation);
                    await new ServerControl(cluster, account, programs).StopAsync(wait: true);
                    cluster.Delete(folder);
                }

                // The lock stays: who waits for it would hold one that nobody else can see.
                ServerMigrations.Forget(folder);
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new TargetException($"The embedded PostgreSQL in {folder} cannot be removed: {e.Message}", e);
        }
    }

    /// <summary>Notes that a migration writes to it.</summary>
    /// <param name="migration">The migration's name.</param>
    internal void Note(string migration) => ServerMigrations.Note(Folder, migration);

    /// <summary>Leaves the server, and stops it when nobody else uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        AppDomain.CurrentDomain.ProcessExit -= LeaveAtExit;
        using var turn = await ServerUsers.TakeTurnAsync(Folder, CancellationToken.None);
        await LeaveAsync(_users, _control, wait: true);
    }

    // A script may end the process in the middle of everything: the server does not outlive it then either.
    private EmbeddedServer LeavingAtExit()
    {
        AppDomain.CurrentDomain.ProcessExit += LeaveAtExit;
        return this;
    }

    private void LeaveAtExit(object? sender, EventArgs e)
    {
        if (_disposed)
            return;
        _disposed = true;
        using var patience = new CancellationTokenSource(TurnAtExit);
        try
        {
            using var turn = ServerUsers.TakeTurnAsync(Folder, patience.Token).GetAwaiter().GetResult();
            LeaveAsync(_users, _control, wait: false).GetAwaiter().GetResult();
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or TargetException or OperationCanceledException)
        {
            // The next dataflux in this folder finds the server and stops it when it ends.
        }
    }

    private static async Task<EmbeddedServer> StartInTurnAsync(
        string folder, string? binFolder, bool tcp, ServerAccount account, CancellationToken cancellation)
    {
        var cluster = ClusterRecord.Read(folder);
        var programs = await ServerPrograms.FindAsync(
            binFolder, cluster is { Ready: true } ? cluster.Major : null, folder, account, cancellation);
        if (cluster is not null)
            ClusterMaker.RemoveDrafts(cluster.Home);
        if (cluster is { Ready: false })
        {
            await new ServerControl(cluster, account, programs).StopAsync(wait: true);
            if (Directory.Exists(cluster.Data))
                Directory.Delete(cluster.Data, recursive: true);
            cluster = null;
        }

        if (cluster is null)
        {
            if (Directory.Exists(Path.Combine(folder, "data")))
            {
                throw new TargetException(
                    $"'{Path.Combine(folder, "data")}' is there, but not the file 'cluster' that dataflux keeps beside it. Move the "
                    + "folder away or delete it, or choose another state folder.");
            }

            cluster = await new ClusterMaker(folder, account, programs, tcp).MakeAsync(cancellation);
        }

        // A project that was moved, and a database made before this was noted.
        OrphanedCluster.Note(cluster.Home, folder);
        var control = new ServerControl(cluster, account, programs);
        var users = ServerUsers.Join(folder);
        try
        {
            // Beside the running server, whose own writes take care of themselves: half the time of one after the other.
            var sync = cluster.Ready
                ? null
                : account.RunAsync([programs["initdb"], "--sync-only", "-D", cluster.Data], folder: null, cancellation);
            var endpoint = await control.RunAsync(cancellation);
            if (sync is not null)
            {
                await NameDatabaseAsync(endpoint, cancellation);
                var (exit, output) = await sync;
                if (exit != 0)
                {
                    throw new TargetException(
                        $"The new embedded database in {cluster.Data} could not be written to the disk: {output.Trim()}");
                }

                cluster = cluster with { Ready = true };
                cluster.Write(folder);
            }

            return new EmbeddedServer(folder, users, control, programs, endpoint, cluster).LeavingAtExit();
        }
        catch
        {
            await LeaveAsync(users, control, wait: false);
            throw;
        }
    }

    // The database "postgres" of a new cluster is a copy of template1 that nobody needs here. Giving it our name takes no time;
    // making another copy is a checkpoint and hundreds of files.
    private static async Task NameDatabaseAsync(ServerEndpoint endpoint, CancellationToken cancellation)
    {
        var settings = endpoint.Connection(ServerEndpoint.MaintenanceDatabase);
        settings.Pooling = false;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        await connection.RunAsync($"alter database postgres rename to {Database}", cancellation);
    }

    private static async Task LeaveAsync(ServerUsers users, ServerControl control, bool wait)
    {
        var last = !users.HasOthers();
        users.Dispose();
        if (last)
            await control.StopAsync(wait);
    }
}

using System.Security.Cryptography;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Embedded;

/// <summary>Makes a new cluster.</summary>
internal sealed class ClusterMaker(string folder, ServerAccount account, ServerPrograms programs, bool tcp)
{
    // Where root keeps clusters whose own folder the server's user cannot reach. Not below /tmp or /var/tmp: those are
    // open to everyone, and systems delete what is old there.
    internal const string Elsewhere = "/var/lib/dataflux";

    /// <summary>For bulk work by few sessions; what a commit promises (fsync, synchronous_commit) stays as it is.</summary>
    private const string Settings = """


        # dataflux: settings for bulk work. Change them with ALTER SYSTEM, which goes before this file.
        unix_socket_permissions = 0700
        shared_buffers = '256MB'
        maintenance_work_mem = '256MB'
        work_mem = '32MB'
        max_wal_size = '4GB'
        checkpoint_timeout = '15min'
        wal_level = minimal
        max_wal_senders = 0
        jit = off
        random_page_cost = 1.1
        # The log must not hold the data: statements that fail are reported by dataflux.
        log_min_error_statement = panic
        log_line_prefix = '%m [%p] '

        """;

    private const string DraftPrefix = "making-";

    // A name of its own for each attempt: the initdb of a killed dataflux may still be at work in the folder of its attempt.
    private readonly string _draftName = DraftPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Makes the cluster. It still has to be started once, given its database and written to the disk.</summary>
    public async Task<ClusterRecord> MakeAsync(CancellationToken cancellation)
    {
        var home = folder;
        if (!await CanReachAsync(home, cancellation))
        {
            home = Path.Combine(Elsewhere, $"{Path.GetFileName(folder)}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
            PrivateFolder.Make(home, passable: true);
            if (!await CanReachAsync(home, cancellation))
            {
                throw new TargetException(
                    $"User {account.Name}, who runs the embedded PostgreSQL, can reach neither {folder} nor {Elsewhere}. Open one of them "
                    + "to that user (chmod o+x), or give target.connection.");
            }
        }

        var record = new ClusterRecord(home, account.Name, programs.Major, tcp, Ready: false);
        record.Write(folder);
        OrphanedCluster.Note(home, folder);
        if (tcp)
        {
            PrivateFile.Replace(record.PasswordFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
            await account.HandOverAsync(record.PasswordFile, cancellation);
        }

        var draft = Path.Combine(home, _draftName);
        await InitializeAsync(record, draft, cancellation);
        await File.AppendAllTextAsync(
            Path.Combine(draft, "postgresql.conf"),
            Settings + (tcp ? "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\n" : "listen_addresses = ''\n"),
            cancellation);

        // Nobody else can enter the socket's folder, so the socket needs no password.
        await File.WriteAllTextAsync(
            Path.Combine(draft, "pg_hba.conf"),
            tcp ? "host all all 127.0.0.1/32 scram-sha-256\n" : "local all all trust\n",
            cancellation);
        Directory.Move(draft, record.Data);
        return record;
    }

    /// <summary>Removes what interrupted attempts left behind, as far as nobody is still at work in it.</summary>
    public static void RemoveDrafts(string home)
    {
        foreach (var draft in Directory.Exists(home) ? Directory.GetDirectories(home, DraftPrefix + "*") : [])
        {
            try
            {
                Directory.Delete(draft, recursive: true);
            }
            catch (IOException)
            {
                // An orphaned initdb writes or tidies up here; the folder goes at the next start.
            }
        }
    }

    private async Task InitializeAsync(ClusterRecord record, string draft, CancellationToken cancellation)
    {
        // Text sorts by its bytes, the same on every machine; letters beyond ASCII are letters where the system knows C.UTF-8.
        List<string[]> locales = [["--locale=C.UTF-8"], ["--locale=C"]];
        if (programs.Major >= 17)
            locales.Insert(0, ["--locale-provider=builtin", "--locale=C.UTF-8"]);
        string[] authentication = record.Tcp
            ? ["--auth=scram-sha-256", "--pwfile", record.PasswordFile]
            : ["--auth=trust"];

        var output = string.Empty;
        foreach (var locale in locales)
        {
            // Not synchronized here: it is done while the server starts for the first time.
            string[] command =
                [programs["initdb"], "-D", draft, "-U", EmbeddedServer.User, "-E", "UTF8", .. locale, .. authentication, "--no-sync"];
            (var exit, output) = await account.RunAsync(command, folder: null, cancellation);
            if (exit == 0)
                return;
            if (!output.Contains("locale", StringComparison.Ordinal))
                break;
        }

        throw new TargetException(
            $"The embedded database could not be made in {draft} by {programs["initdb"]}:{Environment.NewLine}{output.Trim()}");
    }

    private async Task<bool> CanReachAsync(string parent, CancellationToken cancellation)
    {
        var probe = Path.Combine(parent, _draftName);
        var reached = await account.MakeFolderAsync(probe, cancellation);
        if (!reached)
            Directory.Delete(probe);
        return reached;
    }
}

using Dataflux.Engine.Ground;

namespace Dataflux.Engine.State;

/// <summary>What lies where in a migration's state folder, and what one may do with it while no migration runs.</summary>
public static class StateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Readable =
        OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The folder of a replay that is under way: a small migration of its own, with its own state.</summary>
    internal static string Replay(string folder) => Path.Combine(folder, "replay");

    /// <summary>The folder of a pass over items that wait.</summary>
    internal static string Waiting(string folder) => Path.Combine(folder, "waiting");

    /// <summary>The folder of a verification that is under way.</summary>
    internal static string Verification(string folder) => Path.Combine(folder, "verify");

    /// <summary>The folder of what <c>verify: batch</c> has found so far.</summary>
    internal static string BatchChecks(string folder) => Path.Combine(folder, "batches");

    /// <summary>The folder of what a re-run has found to differ so far.</summary>
    internal static string Rerun(string folder) => Path.Combine(folder, "rerun");

    /// <summary>The folder of a repair that is under way, or that left rejects.</summary>
    internal static string Repair(string folder) => Path.Combine(folder, "repair");

    /// <summary>The folder of what a source keeps until a run is complete.</summary>
    /// <param name="folder">The state folder.</param>
    public static string Source(string folder) => Path.Combine(folder, "source");

    /// <summary>The folder of what a source keeps as long as it follows a stream.</summary>
    /// <param name="folder">The state folder.</param>
    public static string Stream(string folder) => Path.Combine(folder, "stream");

    /// <summary>The folder below which large groups go by disk.</summary>
    internal static string Groups(string folder) => Path.Combine(folder, "groups");

    /// <summary>The folder of the rows of a whole export that are spread by key.</summary>
    internal static string Partitions(string folder) => Path.Combine(Groups(folder), "export");

    internal static string Checkpoint(string folder) => Path.Combine(folder, "checkpoint.json");

    internal static string Rejects(string folder) => Path.Combine(folder, "rejects.ndjson");

    internal static string Summary(string folder) => Path.Combine(folder, "summary.json");

    internal static string Coverage(string folder) => Path.Combine(folder, "coverage.json");

    internal static string Runs(string folder) => Path.Combine(folder, "runs.json");

    /// <summary>Makes the folder and takes the migration's lock.</summary>
    /// <exception cref="StateException">Another process holds it, or the folder cannot be used.</exception>
    internal static RunLock Lock(string folder, string name, TimeProvider time)
    {
        try
        {
            MakePrivate(folder);
            return RunLock.Take(folder, name, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, e);
        }
    }

    internal static StateException Unusable(string folder, Exception e) => new(Failure(folder, e), e);

    /// <summary>Says what a failed write in the folder means.</summary>
    internal static string Failure(string folder, Exception e) => FullDisk.Is(e)
        ? FullDisk.Message($"the state folder {folder}, which holds state, rejects and large groups,", e)
        : $"the state folder {folder} cannot be used: {e.Message} See to it that this user may write there, or choose another 'stateDir'";

    /// <summary>Makes a file that only its owner can read, unless it is there.</summary>
    /// <param name="path">The file; its folder is there.</param>
    public static void MakePrivateFile(string path)
    {
        if (!File.Exists(path))
            PrivateFile.OpenOrCreate(path).Dispose();
    }

    /// <summary>Deletes what a killed process left of files that it had not done.</summary>
    internal static void DeleteParts(string folder)
    {
        foreach (var part in Directory.GetFiles(folder, "rejects-*.part"))
            File.Delete(part);
    }

    internal static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Makes a folder that only its owner can look into; one that is there already stays as it is.</summary>
    /// <param name="folder">The folder.</param>
    public static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (!Directory.Exists(folder))
        {
            MakeAbove(folder);
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    /// <summary>
    /// Makes the folders above one, where they are missing. Others may look into them, because the user of a database must reach its data,
    /// but never write there: whoever may could exchange what is in them.
    /// </summary>
    /// <param name="folder">The folder.</param>
    public static void MakeAbove(string folder)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(folder)) is not { } above || Directory.Exists(above))
            return;

        MakeAbove(above);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(above);
        else
            Directory.CreateDirectory(above, Readable);
    }
}

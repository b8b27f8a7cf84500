using System.Threading.Channels;
using Dataflux.Definitions.Ground;

namespace Dataflux.Authoring.Checking.Watching;

/// <summary>
/// Tells when one of certain files was saved: written to, replaced by another of its name (as editors do), made or deleted.
/// It watches their folders, because a watch on a file itself ends when the file is replaced.
/// </summary>
/// <param name="time">Where the time comes from.</param>
internal sealed class FileChanges(TimeProvider time) : IDisposable
{
    // A save is several events, and an editor that saves all its files makes a burst of them.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(40);
    private const int LongestBurst = 10;

    private readonly Channel<string> _changes =
        Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Dictionary<string, FileSystemWatcher> _folders = new(StringComparer.Ordinal);

    // Read by the watchers' threads, replaced as a whole.
    private volatile HashSet<string> _watched = [];
    private volatile bool _stale;

    /// <summary>How many files are watched.</summary>
    internal int Files { get; private set; }

    /// <summary>Watches exactly these files from now on.</summary>
    /// <param name="files">The files, absolute; they need not exist.</param>
    /// <param name="since">When the caller began to read them: one that is new here and was written later counts as changed.</param>
    /// <exception cref="UsageException">The system refuses to watch.</exception>
    internal void Watch(IReadOnlyCollection<string> files, DateTimeOffset since)
    {
        var before = _watched;
        var watched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            watched.Add(FirstMissing(file));
            if (File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is { } target)
                watched.Add(target.FullName);
        }

        Files = files.Distinct(StringComparer.Ordinal).Count();
        _watched = watched;
        FollowFolders([.. watched.Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal)]);
        foreach (var file in watched.Except(before).Where(file => File.GetLastWriteTimeUtc(file) > since.UtcDateTime))
            _changes.Writer.TryWrite(file);
    }

    /// <summary>Waits until a file was saved and no other follows at once.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The file.</returns>
    internal async Task<string> NextAsync(CancellationToken stop)
    {
        var changed = await _changes.Reader.ReadAsync(stop);
        for (var i = 0; i < LongestBurst; i++)
        {
            await Task.Delay(Quiet, time, stop);
            if (!_changes.Reader.TryRead(out _))
                break;
        }

        return changed;
    }

    public void Dispose()
    {
        foreach (var watcher in _folders.Values)
            watcher.Dispose();
    }

    // In a folder that does not exist, what is waited for is the folder.
    private static string FirstMissing(string file)
    {
        var path = file;
        while (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
            path = folder;

        return path;
    }

    private void FollowFolders(HashSet<string> folders)
    {
        // A folder that was deleted and made again has the same name, but the watch is on the one that is gone.
        var all = _stale;
        _stale = false;
        foreach (var folder in _folders.Keys.Where(folder => all || !folders.Contains(folder)).ToList())
        {
            _folders.Remove(folder, out var watcher);
            watcher!.Dispose();
        }

        foreach (var folder in folders.Where(folder => !_folders.ContainsKey(folder)))
        {
            try
            {
                _folders[folder] = Follow(folder);
            }
            catch (IOException e)
            {
                throw new UsageException($"the folder {folder} cannot be watched: {e.Message}; run 'dataflux check' without --watch");
            }
        }
    }

    private FileSystemWatcher Follow(string folder)
    {
        var watcher = new FileSystemWatcher(folder)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Changed += (_, e) => Changed(e.FullPath);
        watcher.Created += (_, e) => Changed(e.FullPath);
        watcher.Renamed += (_, e) =>
        {
            Changed(e.OldFullPath);
            Changed(e.FullPath);
        };
        watcher.Deleted += (_, e) =>
        {
            _stale = true;
            Changed(e.FullPath);
        };
        watcher.Error += (_, _) =>
        {
            // Events were lost, of whatever file.
            _stale = true;
            _changes.Writer.TryWrite(folder);
        };
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void Changed(string path)
    {
        if (_watched.Contains(path))
            _changes.Writer.TryWrite(path);
    }
}

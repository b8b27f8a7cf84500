using System.Diagnostics.CodeAnalysis;
using Dataflux.Dialects.Aws.S3;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>
/// The files fetched to this disk: those being read, some fetched ahead, and older ones as long as there is room (rejects
/// are looked up in them). Shared by all readers.
/// </summary>
/// <remarks>
/// Room is a promise about what is fetched ahead. A file that is asked for is fetched even when it is larger than all the
/// room there is, because the run could not go on otherwise.
/// </remarks>
internal sealed class S3CopyArea(S3Store store, S3Options options, IReadOnlyList<S3DataFile> files, TimeProvider time) : IAsyncDisposable
{
    private const int Ahead = 2;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<int, Entry> _entries = [];
    private S3TempFolder? _folder;
    private long _used;
    private long _clock;

    /// <summary>Fetches a file, or finds it fetched, and begins to fetch the next ones.</summary>
    /// <param name="index">The file's index.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<S3CopyLease> TakeAsync(int index, CancellationToken cancellation)
    {
        Entry entry;
        lock (_gate)
        {
            entry = Find(index) ?? Add(index);
            entry.Users++;
            entry.UsedAt = ++_clock;
            for (var next = index + 1; next <= index + Ahead && next < files.Count; next++)
                FetchAhead(next);
        }

        try
        {
            await entry.Copy.CompleteAsync(cancellation);
        }
        catch
        {
            Release(entry, wasRead: false); // what has arrived is kept for the next attempt
            throw;
        }

        return new S3CopyLease(entry.Copy, () => Release(entry, wasRead: true));
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        List<Entry> entries;
        lock (_gate)
        {
            entries = [.. _entries.Values];
            _entries.Clear();
        }

        foreach (var entry in entries)
        {
            await entry.Fetching;
            entry.Copy.Dispose();
        }

        _folder?.Dispose();
        _closing.Dispose();
    }

    private Entry? Find(int index) => _entries.GetValueOrDefault(index);

    private Entry Add(int index)
    {
        MakeRoom(files[index].Size);
        _folder ??= S3TempFolder.Create(options.TempFolder);
        var file = files[index];
        var entry = new Entry(new S3Copy(store, file.File, file.Key, _folder.PathOf(index), options, time), file.Size);
        _entries.Add(index, entry);
        _used += entry.Size;
        return entry;
    }

    private void FetchAhead(int index)
    {
        if (Find(index) is not null || files[index].Size == 0 || !MakeRoom(files[index].Size))
            return;

        var entry = Add(index);
        entry.UsedAt = ++_clock;
        entry.Fetching = FetchQuietlyAsync(entry.Copy, _closing.Token);
    }

    /// <summary>Deletes files that nobody reads or fetches, the ones used longest ago first, until there is room.</summary>
    /// <returns>Whether there is.</returns>
    private bool MakeRoom(long size)
    {
        while (_used + size > options.TempBytes)
        {
            var oldest = _entries.Where(static known => known.Value is { Users: 0, Fetching.IsCompleted: true, WasRead: true })
                .OrderBy(static known => known.Value.UsedAt)
                .FirstOrDefault();
            if (oldest.Value is null)
                return false;

            oldest.Value.Copy.Dispose();
            _used -= oldest.Value.Size;
            _entries.Remove(oldest.Key);
        }

        return true;
    }

    private void Release(Entry entry, bool wasRead)
    {
        lock (_gate)
        {
            entry.Users--;
            entry.WasRead |= wasRead;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "whoever asks for the file meets the failure, with what was fetched until then")]
    private static async Task FetchQuietlyAsync(S3Copy copy, CancellationToken cancellation)
    {
        await Task.Yield(); // the caller holds the lock
        try
        {
            await copy.CompleteAsync(cancellation);
        }
        catch (Exception)
        {
            // Fetching ahead only saves time: the reader of the file tries again and says what is wrong.
        }
    }

    private sealed class Entry(S3Copy copy, long size)
    {
        internal S3Copy Copy { get; } = copy;

        internal long Size { get; } = size;

        internal int Users { get; set; }

        /// <summary>Whether it was read; what was only fetched ahead, or only in part, is still to be read.</summary>
        internal bool WasRead { get; set; }

        internal long UsedAt { get; set; }

        internal Task Fetching { get; set; } = Task.CompletedTask;
    }
}

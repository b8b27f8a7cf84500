using Dataflux.Engine.State;
using Dataflux.Profiles;

namespace Dataflux.Engine.Grouping;

/// <summary>
/// The original lines of a whole export's rows, spread over partitions on disk by their key, so that one partition at a time can be
/// grouped in memory. Rows keep the order of the export within a partition.
/// </summary>
/// <remarks>
/// On disk there is a few shelves for each file of the export, each with the rows that the file has of some neighbouring
/// partitions: a file's shelves appear when it was read to its end, so that a killed run makes only those of the file under way
/// again; and a shelf of all files is deleted when its last partition is done.
/// </remarks>
internal sealed class ExportPartitions
{
    private const int MostPartitions = 4096;
    private const int PartitionsOfUnknown = 256;
    private const int MostShelves = 8;
    private const int BufferBytes = 16 * 1024 * 1024;
    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly int _files;
    private readonly MigrationOptions _options;
    private int _shelvesFreed;
    private long _bytes;

    /// <param name="folder">Where they lie; theirs alone.</param>
    /// <param name="files">How many files the export has.</param>
    /// <param name="count">How many partitions there are; 0 when nothing was spread yet: then what lies there is of an earlier run.</param>
    /// <param name="options">Memory and disk that may be used.</param>
    internal ExportPartitions(string folder, int files, int count, MigrationOptions options)
    {
        _folder = folder;
        _files = files;
        _options = options;
        Count = count;
        if (count == 0)
        {
            StateFolder.DeleteFolder(folder);
        }

        Directory.CreateDirectory(folder);
        foreach (var file in new DirectoryInfo(folder).GetFiles())
        {
            if (file.Extension == ".new")
            {
                file.Delete();
            }
            else
            {
                _bytes += file.Length;
            }
        }
    }

    /// <summary>How many there are; 0 until it was chosen.</summary>
    internal int Count { get; private set; }

    /// <summary>How many shelves a file has.</summary>
    internal int Shelves => Math.Min(MostShelves, Count);

    /// <summary>How many bytes of lines a partition collects in memory before they are written.</summary>
    internal int PortionBytes => Math.Clamp(BufferBytes / Count, 4 * 1024, 256 * 1024);

    /// <summary>Chooses so many partitions that one of them needs about half of the memory; once for all readers.</summary>
    /// <param name="lineBytes">The length of a line.</param>
    /// <param name="items">The export's items; <see langword="null"/> when nobody knows.</param>
    /// <param name="chosen">Told of it.</param>
    internal void Choose(double lineBytes, long? items, Action<int> chosen)
    {
        lock (_gate)
        {
            if (Count > 0)
            {
                return;
            }

            Count = items is { } known
                ? (int)Math.Clamp(Math.Ceiling(known * lineBytes / (_options.GroupMemory / 2.0)), 2, MostPartitions)
                : PartitionsOfUnknown;
            chosen(Count);
        }
    }

    /// <summary>The partition of a hash: by its upper bits, so that the lower ones can divide a partition that is too large.</summary>
    internal int Of(uint hash) => (int)(((ulong)hash * (uint)Count) >> 32);

    internal int ShelfOf(int partition) => (int)((long)partition * Shelves / Count);

    internal string PathOf(int file, int shelf) => Path.Combine(_folder, $"{file:D6}-{shelf}.rows");

    /// <summary>Counts bytes that were written.</summary>
    /// <exception cref="GroupDiskException">They are more than may be.</exception>
    internal void Grown(int bytes)
    {
        var total = Interlocked.Add(ref _bytes, bytes);
        if (_options.GroupDisk is { } most && total > most)
        {
            throw new GroupDiskException(_folder, most);
        }
    }

    /// <summary>A partition's rows, in the order of the export.</summary>
    internal IEnumerable<ItemBlock> Read(int partition)
    {
        var shelf = ShelfOf(partition);
        for (var file = 1; file <= _files; file++)
        {
            foreach (var block in ShelfReader.Read(PathOf(file, shelf), partition))
            {
                yield return block;
            }
        }
    }

    /// <summary>Deletes the shelves that only hold partitions which are done.</summary>
    /// <param name="done">How many are done, from the first.</param>
    internal void Free(int done)
    {
        for (var end = done == Count ? Shelves : ShelfOf(done); _shelvesFreed < end; _shelvesFreed++)
        {
            for (var file = 1; file <= _files; file++)
            {
                File.Delete(PathOf(file, _shelvesFreed));
            }
        }
    }

    internal void Delete() => StateFolder.DeleteFolder(_folder);
}

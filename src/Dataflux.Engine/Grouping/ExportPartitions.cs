using System.Security.Cryptography;
using System.Text;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Engine.State;
using Dataflux.Profiles;

namespace Dataflux.Engine.Grouping;

/// <summary>
/// The original lines of a whole export's rows, spread over partitions on disk by their key, so that one partition at a time can be
/// grouped in memory. Rows keep the order of the export within a partition. The first partition holds the deleted items.
/// </summary>
/// <remarks>
/// On disk there are a few shelves for each part of the export, each with the rows that the part has of some neighbouring
/// partitions: a part's shelves appear when it was read to its end, so that a killed run makes only those of the part under way
/// again; and a shelf of all parts is deleted when its last partition is done.
/// </remarks>
internal sealed class ExportPartitions
{
    /// <summary>The number of the partition of deleted items.</summary>
    internal const int Deletes = 1;

    private const int MostPartitions = 4096;
    private const int PartitionsOfUnknown = 256;
    private const int MostShelves = 8;
    private const int BufferBytes = 16 * 1024 * 1024;

    // Exports are compressed to between a twelfth and a fourth; too small partitions cost little, too large ones are divided again.
    private const long Compression = 10;

    private readonly string _folder;
    private readonly int _parts;
    private readonly long? _mostBytes;
    private int _shelvesFreed;
    private long _bytes;

    /// <param name="stateFolder">The migration's state folder.</param>
    /// <param name="parts">How many parts the export has.</param>
    /// <param name="checkpoint">
    /// What the checkpoint says; when no part is done, what lies there is of an earlier run and is deleted.
    /// </param>
    /// <param name="mostBytes">The most they may take on disk.</param>
    internal ExportPartitions(string stateFolder, int parts, Checkpoint checkpoint, long? mostBytes)
    {
        _folder = StateFolder.Partitions(stateFolder);
        _parts = parts;
        _mostBytes = mostBytes;
        Count = checkpoint.Partitions!.Count;
        if (checkpoint.Parts.Count == 0)
            StateFolder.DeleteFolder(_folder);

        StateFolder.MakePrivate(_folder);
        Free(checkpoint.Partitions.Done);
        foreach (var file in new DirectoryInfo(_folder).GetFiles())
        {
            if (file.Extension == ShelfWriter.Unfinished)
                file.Delete();
            else
                _bytes += file.Length;
        }
    }

    /// <summary>How many there are, that of the deletes included.</summary>
    internal int Count { get; }

    /// <summary>How many shelves a part has.</summary>
    internal int Shelves => Math.Min(MostShelves, Count);

    /// <summary>How many bytes of lines a partition collects in memory before they are written.</summary>
    internal int PortionBytes => Math.Clamp(BufferBytes / Count, 4 * 1024, 256 * 1024);

    /// <summary>So many partitions that one of them needs about a quarter of the memory, and one for the deletes.</summary>
    internal static int CountFor(Export export, long memory)
    {
        var known = export.Parts.All(part => part.Size is not null);
        return 1 + (known
            ? (int)Math.Clamp(export.Parts.Sum(part => part.Size!.Value) * Compression / Math.Max(1, memory / 4), 1, MostPartitions)
            : PartitionsOfUnknown);
    }

    /// <summary>The identity of an export's parts in their order, on which the places of rows in it rest.</summary>
    internal static string IdentityOf(Export export)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in export.Parts)
            hash.AppendData(Encoding.UTF8.GetBytes($"{part.Name}\n{part.Fingerprint}\n"));

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// The index of a hash's partition: by its upper bits, so that the lower ones can divide a partition that is too large.
    /// </summary>
    internal int Of(uint hash) => Deletes + (int)(((ulong)hash * (uint)(Count - Deletes)) >> 32);

    internal int ShelfOf(int partition) => (int)((long)partition * Shelves / Count);

    internal string PathOf(int part, int shelf) => Path.Combine(_folder, $"{part:D6}-{shelf}.rows");

    /// <summary>Makes the names of finished shelves durable.</summary>
    internal void Flush() => FolderSync.Flush(_folder);

    /// <summary>Counts bytes that were written.</summary>
    /// <exception cref="GroupDiskException">They are more than may be.</exception>
    internal void Grown(int bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) > _mostBytes)
            throw new GroupDiskException(_folder, _mostBytes.Value);
    }

    /// <summary>A partition's rows, in the order of the export.</summary>
    /// <exception cref="InvalidDataException">A shelf is damaged.</exception>
    internal IEnumerable<ItemBlock> Read(int partition)
    {
        var shelf = ShelfOf(partition);
        for (var part = 1; part <= _parts; part++)
        {
            foreach (var block in ShelfReader.Read(PathOf(part, shelf), partition))
                yield return block;
        }
    }

    /// <summary>Deletes the shelves that only hold partitions which are done.</summary>
    /// <param name="done">How many are done, from the first.</param>
    internal void Free(int done)
    {
        for (var end = done == Count ? Shelves : ShelfOf(done); _shelvesFreed < end; _shelvesFreed++)
        {
            for (var part = 1; part <= _parts; part++)
                File.Delete(PathOf(part, _shelvesFreed));
        }
    }

    internal void Delete() => StateFolder.DeleteFolder(_folder);
}
